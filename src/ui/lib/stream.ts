import { type ReadonlySignal, signal } from '@preact/signals';
import type { Timing } from './timing.ts';

export interface SourceEvent {
  readonly data?: unknown;
  readonly lastEventId?: string;
}

/** What is used of an `EventSource`. */
export interface Source {
  addEventListener(type: string, listener: (event: SourceEvent) => void): void;
  close(): void;
}

export interface Connection {
  /** `reconnecting` for the first tries after a loss, `disconnected` once they keep failing, `error` when trying is no use. */
  readonly state: 'connecting' | 'connected' | 'reconnecting' | 'disconnected' | 'error';
  /** Failed tries since the last message. */
  readonly attempt: number;
  readonly retryAt: number | undefined;
  readonly lastHeardAt: number | undefined;
}

export interface StreamDeps {
  readonly open: (lastEventId: string | undefined) => Source;
  readonly timing: Timing;
  /** From [0, 1): spreads the readers that lost the same server. */
  readonly random: () => number;
  /** Asked after each loss: `false` only when the server says so. */
  readonly signedIn: () => Promise<boolean>;
  readonly eventNames: readonly string[];
  /** `resumed`: only what was missed comes. Otherwise everything comes, up to `onSnapshotComplete`. */
  readonly onConnected: (resumed: boolean) => void;
  /** `epoch`: the life of the store that the versions belong to. */
  readonly onSnapshotComplete: (epoch: string) => void;
  readonly onMessage: (data: string) => void;
  /** Each id that a message carried. */
  readonly onId?: (id: string) => void;
  /** Messages of other kinds, by their names. */
  readonly others?: Readonly<Record<string, (data: string) => void>>;
}

export interface Stream {
  readonly connection: ReadonlySignal<Connection>;
  start(): void;
  stop(): void;
}

/** Heartbeats come every 30 s: two lost ones and a margin mean that nobody is there. */
export const silenceMs = 75_000;
const shortestMs = 500;
const longestMs = 30_000;
const softAttempts = 2;

/** Doubles from half a second to half a minute; the random half keeps many readers apart. */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(longestMs, shortestMs * 2 ** attempt);
  return Math.round(ceiling * (0.5 + random / 2));
}

function saysResumed(data: string): boolean {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && Reflect.get(value, 'resumed') === true;
  } catch {
    return false;
  }
}

/** Ids are `<epoch>:<position>`. */
function epochOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf(':')));
}

const fresh: Connection = { state: 'connecting', attempt: 0, retryAt: undefined, lastHeardAt: undefined };

/**
 * The live stream over as many connections as it takes. Closing and opening again is done here and not by the browser,
 * because its own retry has no back-off, gives up on an error status, and never notices a connection that just went quiet.
 */
export function createStream(deps: StreamDeps): Stream {
  return new LiveStream(deps);
}

class LiveStream implements Stream {
  readonly #deps: StreamDeps;
  readonly #connection = signal<Connection>(fresh);
  #source: Source | undefined;
  #lastEventId: string | undefined;
  #cancelTimer: () => void = () => {};

  constructor(deps: StreamDeps) {
    this.#deps = deps;
  }

  get connection(): ReadonlySignal<Connection> {
    return this.#connection;
  }

  start(): void {
    this.stop();
    const source = this.#deps.open(this.#lastEventId);
    this.#source = source;
    const on = (type: string, act: (data: string) => void): void =>
      source.addEventListener(type, (event) => {
        if (this.#source !== source) return;
        this.#heard(event);
        act(typeof event.data === 'string' ? event.data : '');
      });
    on('connected', (data) => this.#deps.onConnected(saysResumed(data)));
    on('snapshot.complete', () => this.#deps.onSnapshotComplete(epochOf(this.#lastEventId ?? '')));
    on('system.sse.shutdown', () => this.#lost());
    on('heartbeat', () => {});
    on('auth.session.expired', () => this.#giveUp());
    for (const name of this.#deps.eventNames) on(name, this.#deps.onMessage);
    for (const [name, act] of Object.entries(this.#deps.others ?? {})) on(name, act);
    source.addEventListener('error', () => {
      if (this.#source === source) this.#lost();
    });
    this.#watch();
  }

  stop(): void {
    this.#cancelTimer();
    this.#source?.close();
    this.#source = undefined;
  }

  #heard({ lastEventId }: SourceEvent): void {
    if (lastEventId !== undefined && lastEventId !== '') {
      this.#lastEventId = lastEventId;
      this.#deps.onId?.(lastEventId);
    }
    this.#connection.value = {
      state: 'connected',
      attempt: 0,
      retryAt: undefined,
      lastHeardAt: this.#deps.timing.now(),
    };
    this.#watch();
  }

  #watch(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.timing.after(silenceMs, () => this.#lost());
  }

  #lost(): void {
    this.stop();
    const { timing, random, signedIn } = this.#deps;
    const attempt = this.#connection.value.attempt + 1;
    const delay = backoffMs(attempt, random());
    this.#connection.value = {
      ...this.#connection.value,
      state: attempt <= softAttempts ? 'reconnecting' : 'disconnected',
      attempt,
      retryAt: timing.now() + delay,
    };
    this.#cancelTimer = timing.after(delay, () => this.start());
    void this.#checkIdentity(signedIn);
  }

  async #checkIdentity(signedIn: () => Promise<boolean>): Promise<void> {
    if (!(await signedIn())) this.#giveUp();
  }

  #giveUp(): void {
    this.stop();
    this.#connection.value = { ...this.#connection.value, state: 'error', retryAt: undefined };
  }
}
