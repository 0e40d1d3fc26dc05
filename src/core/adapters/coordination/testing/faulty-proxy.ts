import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../../kernel/index.ts';

export type Direction = 'request' | 'answer';

/** Waited for before a piece of traffic goes on: what happens in it happens before the other side hears anything. */
export type Intervention = (text: string) => Promise<void> | void;

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes of it were swallowed: both sides believe in a connection that carries nothing any more. */
  isHalfOpen: boolean;
}

/** A network in front of one server, with faults that the test begins and ends; nothing here happens by chance or by itself. */
export class FaultyProxy {
  readonly #clock: Clock;
  readonly #pairs = new Set<Pair>();
  readonly #interventions: Partial<Record<Direction, Intervention>> = {};
  #target: number;
  #listener: Server | undefined;
  #port = 0;
  #isHeld = false;
  #delayMs = 0;
  #healed = new AbortController();
  #answerBytes = Number.POSITIVE_INFINITY;
  #lost = Promise.withResolvers<void>();

  private constructor(target: string, clock: Clock) {
    this.#target = portOf(target);
    this.#clock = clock;
  }

  static async open(target: string, clock: Clock): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target, clock);
    await proxy.#listen();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Ends all connections; new ones are let through. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
  }

  /** Ends all connections and refuses new ones. */
  async refuse(): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    const closed = listener && once(listener, 'close');
    listener?.close();
    this.cut();
    await closed;
  }

  /** Swallows everything, both ways, with all connections open. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Everything takes so much longer, both ways; healing brings what is under way at once. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Answers end after so many more bytes, and with them their connection; resolves when that happened. */
  limitAnswers(bytes: number): Promise<void> {
    this.#answerBytes = bytes;
    return this.#lost.promise;
  }

  before(direction: Direction, intervention: Intervention): void {
    this.#interventions[direction] = intervention;
  }

  /** Another server is behind it from the next connection on. */
  redirect(target: string): void {
    this.#target = portOf(target);
  }

  /** Lets everything through again. What was swallowed stays lost, and its connections half-open. */
  async heal(): Promise<void> {
    this.#isHeld = false;
    this.#delayMs = 0;
    this.#answerBytes = Number.POSITIVE_INFINITY;
    this.#lost = Promise.withResolvers();
    this.#healed.abort();
    this.#healed = new AbortController();
    if (this.#listener === undefined) await this.#listen();
  }

  async close(): Promise<void> {
    await this.heal();
    await this.refuse();
  }

  async #listen(): Promise<void> {
    const listener = createServer((client) => this.#accept(client));
    listener.listen(this.#port, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#listener = listener;
  }

  #accept(client: Socket): void {
    // It was under way when the listening ended.
    if (this.#listener === undefined) {
      client.destroy();
      return;
    }
    const pair = { client, server: connect(this.#target, '127.0.0.1'), isHalfOpen: false };
    this.#pairs.add(pair);
    void this.#carry(pair, 'request');
    void this.#carry(pair, 'answer');
  }

  async #carry(pair: Pair, direction: Direction): Promise<void> {
    const [from, to] = direction === 'request' ? [pair.client, pair.server] : [pair.server, pair.client];
    to.on('error', () => undefined);
    try {
      for await (const data of from) await this.#pass(pair, { direction, data: Buffer.from(data), to });
    } catch {
      // Reset by its peer or by us: over either way.
    }
    if (pair.isHalfOpen) return;
    this.#pairs.delete(pair);
    to.destroy();
  }

  async #pass(pair: Pair, piece: { direction: Direction; data: Buffer; to: Socket }): Promise<void> {
    const { direction, data, to } = piece;
    await this.#interventions[direction]?.(data.toString());
    if (this.#delayMs > 0) await this.#clock.sleep(this.#delayMs, this.#healed.signal);
    pair.isHalfOpen ||= this.#isHeld;
    if (pair.isHalfOpen) return;
    if (direction === 'request') to.write(data);
    else this.#answer(pair, data);
  }

  #answer({ client, server }: Pair, data: Buffer): void {
    const passed = data.subarray(0, Math.min(data.length, this.#answerBytes));
    this.#answerBytes -= passed.length;
    if (passed.length === data.length) {
      client.write(data);
      return;
    }
    client.end(passed);
    server.destroy();
    this.#lost.resolve();
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
