import type { Source, SourceEvent } from '../lib/stream.ts';

/** An `EventSource` that says what a test lets it say. */
export class FakeSource implements Source {
  readonly lastEventId: string | undefined;
  closed = false;
  readonly #listeners = new Map<string, ((event: SourceEvent) => void)[]>();

  constructor(lastEventId: string | undefined) {
    this.lastEventId = lastEventId;
  }

  addEventListener(type: string, listener: (event: SourceEvent) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  close(): void {
    this.closed = true;
  }

  say(type: string, data: object = {}, lastEventId = ''): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data: JSON.stringify(data), lastEventId });
  }

  fail(): void {
    for (const listener of this.#listeners.get('error') ?? []) listener({});
  }
}
