import { type CaptureLimits, type CmlCapture, type CmlCaptures, CmlError, type CmlLabId } from '@lcm/core/ports/cml';

type Around = <Value>(act: () => Value) => Promise<Value>;

/** Captures that have found something as soon as they begin. */
export class FakeCaptures implements CmlCaptures {
  readonly #around: Around;
  /** What was asked for, by its link. */
  readonly asked = new Map<string, CaptureLimits>();
  readonly ended = new Set<string>();
  /** How often each was begun. */
  begun = 0;
  /** What is told of them instead, when something is wrong. */
  trouble: CmlError | undefined;
  file: Uint8Array = Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1);

  constructor(around: Around) {
    this.#around = around;
  }

  async start(_: CmlLabId, link: string, limits: CaptureLimits): Promise<void> {
    return this.#around(() => {
      this.#fail();
      if (this.asked.has(link) && !this.ended.has(link)) return;
      this.begun += 1;
      this.asked.set(link, limits);
      this.ended.delete(link);
    });
  }

  async stop(_: CmlLabId, link: string): Promise<void> {
    return this.#around(() => void this.ended.add(link));
  }

  async of(_: CmlLabId, link: string): Promise<CmlCapture | undefined> {
    return this.#around(() => (this.asked.has(link) ? { packets: 1 } : undefined));
  }

  async download(_: CmlLabId, link: string, atMostBytes: number): Promise<Uint8Array | undefined> {
    return this.#around(() => {
      this.#fail();
      if (this.file.length > atMostBytes) throw new CmlError('invalid', `larger than ${atMostBytes} bytes`);
      return this.asked.has(link) ? this.file : undefined;
    });
  }

  #fail(): void {
    if (this.trouble !== undefined) throw this.trouble;
  }
}
