/** The way to one reader: a socket, or a test's stand-in. */
export interface Sink {
  /** False: the reader does not keep up; what follows waits for `onDrain`. */
  write(text: string): boolean;
  onDrain(listener: () => void): void;
  end(): void;
  /** Without ceremony: for readers that do not take what they are sent. */
  destroy(): void;
}

interface Change {
  readonly text: string;
  readonly weight: number;
}

export interface OutboxDeps {
  /** Characters of changes that may wait; the beginning, whatever its size, does not count. */
  readonly limit: number;
  /** Lets others have a turn. */
  readonly rest: () => Promise<void>;
}

/** Characters that are sent in one go: putting them into words takes some milliseconds, for which everybody else waits. */
const turn = 128 * 1024;

/** What one reader has yet to be sent. Texts are shared by all readers, so what waits here is counted, not copied. */
export class Outbox {
  readonly #sink: Sink;
  readonly #deps: OutboxDeps;
  #beginning: Iterator<string> | undefined;
  #changes: Change[] = [];
  #next = 0;
  #weight = 0;
  #isBlocked = false;
  #isResting = false;
  #hasMoved = true;

  constructor(sink: Sink, deps: OutboxDeps) {
    this.#sink = sink;
    this.#deps = deps;
    sink.onDrain(() => {
      this.#isBlocked = false;
      this.#pump();
    });
  }

  get isOverfull(): boolean {
    return this.#weight > this.#deps.limit;
  }

  /** True when nothing could be sent since this was last asked, though something waits. */
  isStuck(): boolean {
    const isStuck = this.#isBlocked && !this.#hasMoved;
    this.#hasMoved = false;
    return isStuck;
  }

  /** What comes before all changes. Each text is made when the reader can take it. */
  begin(texts: Iterable<string>): void {
    this.#beginning = texts[Symbol.iterator]();
    this.#pump();
  }

  push(text: string): void {
    this.#changes.push({ text, weight: text.length });
    this.#weight += text.length;
    this.#pump();
  }

  clear(): void {
    this.#beginning = undefined;
    this.#forgetSent();
    this.#weight = 0;
  }

  #pump(): void {
    let left = turn;
    while (left > 0 && !this.#isBlocked && !this.#isResting) {
      const text = this.#take();
      if (text === undefined) return;
      left -= text.length;
      this.#hasMoved = true;
      this.#isBlocked = !this.#sink.write(text);
    }
    if (left <= 0 && !this.#isBlocked) void this.#rest();
  }

  async #rest(): Promise<void> {
    this.#isResting = true;
    await this.#deps.rest();
    this.#isResting = false;
    this.#pump();
  }

  #take(): string | undefined {
    const said = this.#beginning?.next();
    if (said?.done === false) return said.value;
    this.#beginning = undefined;
    const change = this.#changes[this.#next];
    if (change === undefined) return undefined;
    this.#next += 1;
    this.#weight -= change.weight;
    if (this.#next === this.#changes.length) this.#forgetSent();
    return change.text;
  }

  #forgetSent(): void {
    this.#changes = [];
    this.#next = 0;
  }
}
