type Tell = () => void;

/** One incarnation of a process. While it is stopped it hears nothing, and from its death on nothing ever again. */
export class Life {
  #state: 'running' | 'paused' | 'dead' = 'running';
  readonly #onDeath = new Set<Tell>();
  readonly #onSilence = new Set<Tell>();
  #resumers: Tell[] = [];

  get state(): 'running' | 'paused' | 'dead' {
    return this.#state;
  }

  get alive(): boolean {
    return this.#state !== 'dead';
  }

  /** Tells the world outside, which goes on. Answers with how to be told no more. */
  onDeath(tell: Tell): Tell {
    this.#onDeath.add(tell);
    return () => void this.#onDeath.delete(tell);
  }

  /** Tells whoever waits for an answer that none is to come: it has died, or it was stopped. */
  onSilence(tell: Tell): Tell {
    this.#onSilence.add(tell);
    return () => void this.#onSilence.delete(tell);
  }

  die(): void {
    if (!this.alive) return;
    this.#state = 'dead';
    this.#resumers = [];
    for (const tell of [...this.#onSilence, ...this.#onDeath]) tell();
  }

  /** As by SIGSTOP, or a long collection of garbage: clocks run on, and what comes meanwhile is heard afterwards. */
  pause(): void {
    if (this.#state !== 'running') return;
    this.#state = 'paused';
    for (const tell of this.#onSilence) tell();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'running';
    for (const resume of this.#resumers.splice(0)) resume();
  }

  /** Resolves as soon as it runs; never, when it is dead. */
  running(): Promise<void> {
    if (this.#state === 'running') return Promise.resolve();
    if (this.#state === 'dead') return new Promise(() => undefined);
    return new Promise<void>((resolve) => this.#resumers.push(resolve)).then(() => this.running());
  }

  /** The answer of the outside, when there is somebody to hear it. What was asked goes on without them. */
  async hears<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#state !== 'running') await this.running();
    try {
      const value = await work();
      if (this.#state !== 'running') await this.running();
      return value;
    } catch (error) {
      if (this.#state !== 'running') await this.running();
      throw error;
    }
  }

  /** What the outside tells by and by, for as long as there is somebody to hear it. */
  async *hearsAll<Item>(told: AsyncIterable<Item>): AsyncGenerator<Item> {
    const source = told[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await this.hears(async () => source.next());
      if (done) return;
      yield value;
    }
  }

  /**
   * Something outside of the process, as this incarnation reaches it. All its methods answer with promises, but those that
   * tell by and by.
   */
  guard<Port extends object>(port: Port, telling: readonly (keyof Port)[] = []): Port {
    const guarded = new Map<string | symbol, unknown>();
    return new Proxy(port, {
      get: (target, name) => {
        const known = guarded.get(name);
        if (known !== undefined) return known;
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        const call = telling.some((one) => one === name)
          ? (...given: unknown[]): unknown => this.hearsAll(Reflect.apply(member, target, given))
          : (...given: unknown[]): unknown =>
              this.hears(async (): Promise<unknown> => Reflect.apply(member, target, given));
        guarded.set(name, call);
        return call;
      },
    });
  }
}
