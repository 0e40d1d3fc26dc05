import { CmlError } from '../../ports/cml/index.ts';

/** What came and is not read yet. It takes no more than it was made for: a reader that slow has lost the thread. */
export class EventInbox {
  readonly #most: number;
  readonly #waiting: string[] = [];
  #ended: { readonly error: CmlError | undefined } | undefined;
  #wake: () => void = () => undefined;

  constructor(most: number) {
    this.#most = most;
  }

  take(text: string): void {
    if (this.#ended) return;
    if (this.#waiting.length < this.#most) this.#waiting.push(text);
    else this.end(new CmlError('unreachable', 'CML events: not read as fast as they come'));
    this.#wake();
  }

  /** The first reason is the one that counts. */
  end(error?: CmlError): void {
    this.#ended ??= { error };
    this.#wake();
  }

  /** `undefined` after the last. @throws CmlError */
  async next(): Promise<string | undefined> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const text = this.#waiting.shift();
    if (text === undefined && this.#ended?.error) throw this.#ended.error;
    return text;
  }
}
