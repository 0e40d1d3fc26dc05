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
  /** What was to be sent could not be made. */
  readonly onFault: (error: unknown) => void;
}

/** Characters that are sent in one go: putting them into words takes some milliseconds, for which everybody else waits. */
const turn = 128 * 1024;

/** Who is cut while it is still being told how things are begins anew: so many times more may wait until then. */
const patience = 10;

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
  #isClosed = false;
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
    const { limit } = this.#deps;
    return this.#weight > (this.#beginning === undefined ? limit : patience * limit);
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

  /** Nothing more is sent. */
  close(): void {
    this.#isClosed = true;
    this.#beginning = undefined;
    this.#forgetSent();
    this.#weight = 0;
  }

  /** Also called by the socket and after a rest, where nobody would catch what is thrown. */
  #pump(): void {
    try {
      this.#sendTurn();
    } catch (error) {
      this.#deps.onFault(error);
    }
  }

  #sendTurn(): void {
    let left = turn;
    while (left > 0 && this.#maySend()) {
      const text = this.#take();
      if (text === undefined) return;
      left -= text.length;
      this.#hasMoved = true;
      this.#isBlocked = !this.#sink.write(text);
    }
    if (left <= 0 && this.#maySend()) void this.#rest();
  }

  #maySend(): boolean {
    return !this.#isBlocked && !this.#isResting && !this.#isClosed;
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
