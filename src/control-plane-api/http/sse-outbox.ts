/** The way to one reader: a socket, or a test's stand-in. */
export interface Sink {
  /** False: the reader does not keep up; what follows waits for `onDrain`. */
  write(text: string): boolean;
  onDrain(listener: () => void): void;
  end(): void;
  /** Without ceremony: for readers that do not take what they are sent. */
  destroy(): void;
}

interface Waiting {
  readonly text: string;
  readonly weight: number;
}

/** What one reader has yet to be sent. Texts are shared by all readers, so what waits here is counted, not copied. */
export class Outbox {
  readonly #sink: Sink;
  readonly #limit: number;
  #waiting: Waiting[] = [];
  #next = 0;
  #weight = 0;
  #isBlocked = false;
  #hasMoved = true;

  /** @param limit characters of changes that may wait; a snapshot, whatever its size, does not count */
  constructor(sink: Sink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
    sink.onDrain(() => {
      this.#isBlocked = false;
      this.#pump();
    });
  }

  get isOverfull(): boolean {
    return this.#weight > this.#limit;
  }

  /** True when nothing could be sent since this was last asked, though something waits. */
  isStuck(): boolean {
    const isStuck = this.#isBlocked && !this.#hasMoved;
    this.#hasMoved = false;
    return isStuck;
  }

  pushSnapshot(texts: readonly string[]): void {
    for (const text of texts) this.#waiting.push({ text, weight: 0 });
    this.#pump();
  }

  push(text: string): void {
    this.#waiting.push({ text, weight: text.length });
    this.#weight += text.length;
    this.#pump();
  }

  clear(): void {
    this.#waiting = [];
    this.#next = 0;
    this.#weight = 0;
  }

  #pump(): void {
    while (!this.#isBlocked) {
      const first = this.#waiting[this.#next];
      if (first === undefined) break;
      this.#next += 1;
      this.#weight -= first.weight;
      this.#hasMoved = true;
      this.#isBlocked = !this.#sink.write(first.text);
    }
    if (this.#next === this.#waiting.length) this.clear();
  }
}
