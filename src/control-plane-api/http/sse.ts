import { type Actor, may } from '@lcm/core/domain/access';
import { type Clock, type Instant, toIso } from '@lcm/core/kernel';
import { isVisible, type LiveFeed, type LiveItem, type LiveSnapshot } from '../application/live-feed.ts';
import { frame, isAfter, itemFrame } from './sse-frames.ts';
import { Outbox, type Sink } from './sse-outbox.ts';

export interface Viewer {
  readonly actor: Actor;
  readonly expiresAt: Instant;
}

export interface StreamRequest {
  readonly viewer: Viewer;
  /** The id after which to go on. */
  readonly lastEventId?: string | undefined;
  /** Empty: all. Things that concern no worker always come. */
  readonly workerIds: ReadonlySet<string>;
  /** Empty: all. `worker.*` stands for all that begin like that. */
  readonly eventTypes: ReadonlySet<string>;
  /** Who they are now; `undefined` when their session is over. */
  readonly recheck: () => Promise<Viewer | undefined>;
}

export interface StreamDeps {
  readonly feed: LiveFeed;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  /** Characters of changes that may wait for one reader. Who has more is cut, comes back and resumes. */
  readonly backlogLimit: number;
}

export type StreamEnd = 'closed' | 'expired' | 'slow' | 'shutdown';

/** One reader of the live stream, from `connected` to its end. */
export class LiveStream {
  readonly #deps: StreamDeps;
  readonly #request: StreamRequest;
  readonly #sink: Sink;
  readonly #outbox: Outbox;
  readonly #stop = new AbortController();
  #end: StreamEnd = 'closed';
  #fault: { readonly error: unknown } | undefined;
  #viewer: Viewer;
  #lastId = '';
  #unsubscribe: () => void = () => undefined;

  constructor(deps: StreamDeps, request: StreamRequest, sink: Sink) {
    this.#deps = deps;
    this.#request = request;
    this.#sink = sink;
    const rest = async (): Promise<void> => deps.clock.sleep(0, this.#stop.signal);
    const onFault = (error: unknown): void => {
      this.#fault = { error };
      this.close();
    };
    this.#outbox = new Outbox(sink, { limit: deps.backlogLimit, rest, onFault });
    this.#viewer = request.viewer;
  }

  /** Resolves when it is over, with why; rejects when what was to be sent could not be made. */
  async run(): Promise<StreamEnd> {
    const inStep = this.#inStep();
    if (inStep === undefined || (await inStep)) this.#open();
    else this.close();
    while (!this.#stop.signal.aborted) {
      await this.#deps.clock.sleep(this.#untilNextLook(), this.#stop.signal);
      if (!this.#stop.signal.aborted) await this.#look();
    }
    if (this.#fault) throw this.#fault.error;
    return this.#end;
  }

  close(why: StreamEnd = 'closed'): void {
    if (this.#stop.signal.aborted) return;
    this.#end = why;
    this.#unsubscribe();
    this.#outbox.close();
    if (why === 'slow') this.#sink.destroy();
    else {
      const farewell = farewells[why];
      if (farewell !== undefined) this.#sink.write(farewell);
      this.#sink.end();
    }
    this.#stop.abort();
  }

  /** Who comes from another replica may have seen more than this one has; an older snapshot would take them back. */
  #inStep(): Promise<boolean> | undefined {
    const { feed } = this.#deps;
    const { lastEventId } = this.#request;
    if (lastEventId === undefined || !feed.isBehind(lastEventId)) return undefined;
    return feed.catchUp().then(
      () => !this.#stop.signal.aborted,
      () => false,
    );
  }

  /** Subscribing first and reading second leaves no gap; the ids tell what came by both ways. */
  #open(): void {
    const { feed, clock } = this.#deps;
    const early: LiveItem[] = [];
    let hear = (items: readonly LiveItem[]): void => void early.push(...items);
    this.#unsubscribe = feed.subscribe((items) => hear(items));
    const { lastEventId } = this.#request;
    const missed = lastEventId === undefined ? undefined : feed.since(lastEventId);
    const { id, name } = this.#viewer.actor;
    const resumed = missed !== undefined;
    const time = toIso(clock.now());
    const greeting = frame('connected', { status: 'connected', user: name, actor: id, resumed, time });
    const known = missed === undefined ? this.#snapshot() : this.#missed(missed, lastEventId ?? '');
    this.#outbox.begin(followedBy(`retry: 2000\n${greeting}`, known));
    hear = (items) => this.#hear(items);
    this.#hear(early);
  }

  /** All of it is as it was at one moment; what changes while it is being sent comes after it. */
  #snapshot(): Iterable<string> {
    const snapshot = this.#deps.feed.snapshot();
    this.#lastId = snapshot.id;
    return this.#framesOfSnapshot(snapshot);
  }

  /** Only its end has the id: who is cut in the middle of a snapshot gets a new one. */
  *#framesOfSnapshot({ id, items }: LiveSnapshot): Generator<string> {
    let count = 0;
    for (const item of items) {
      if (!this.#isWanted(item)) continue;
      count += 1;
      yield itemFrame(item, false);
    }
    yield frame('snapshot.complete', { items: count }, id);
  }

  #missed(missed: readonly LiveItem[], after: string): Iterable<string> {
    this.#lastId = after;
    return this.#framesOf(missed);
  }

  #hear(items: readonly LiveItem[]): void {
    for (const text of this.#framesOf(items)) this.#outbox.push(text);
    if (this.#outbox.isOverfull) this.close('slow');
  }

  #framesOf(items: readonly LiveItem[]): readonly string[] {
    const fresh = items.filter(({ id }) => id === undefined || isAfter(id, this.#lastId));
    const wanted = fresh.filter((item) => this.#isWanted(item));
    this.#lastId = fresh.findLast(({ id }) => id !== undefined)?.id ?? this.#lastId;
    // Of several items of one position only the last names it: whoever has that id has all of them.
    return wanted.map((item, index) => itemFrame(item, item.id !== wanted[index + 1]?.id));
  }

  #isWanted(item: LiveItem): boolean {
    const { workerIds, eventTypes } = this.#request;
    if (!isVisible(item, this.#viewer.actor)) return false;
    if (eventTypes.size > 0 && !matches(item.event, eventTypes)) return false;
    const worker = item.subject.kind === 'worker' ? item.subject.id : item.workerId;
    return workerIds.size === 0 || worker === undefined || workerIds.has(worker);
  }

  #untilNextLook(): number {
    const left = this.#viewer.expiresAt - this.#deps.clock.now();
    return Math.max(1000, Math.min(this.#deps.heartbeatMs, left));
  }

  /** Whether they still may watch, whether they still listen. The heartbeat moves the id on when nothing else does. */
  async #look(): Promise<void> {
    if (this.#outbox.isStuck()) return this.close('slow');
    const viewer = await this.#recheck();
    if (this.#stop.signal.aborted) return;
    if (viewer === undefined || !may(viewer.actor, 'stream:read')) return this.close('expired');
    this.#viewer = viewer;
    this.#outbox.push(frame('heartbeat', { time: toIso(this.#deps.clock.now()) }, this.#lastId));
  }

  /** An identity provider that does not answer logs nobody out before their time. */
  async #recheck(): Promise<Viewer | undefined> {
    try {
      return await this.#request.recheck();
    } catch {
      return this.#viewer.expiresAt > this.#deps.clock.now() ? this.#viewer : undefined;
    }
  }
}

function* followedBy(first: string, rest: Iterable<string>): Generator<string> {
  yield first;
  yield* rest;
}

const farewells: Partial<Record<StreamEnd, string>> = {
  expired: frame('auth.session.expired', { reason: 'Your session is over. Log in again.' }),
  shutdown: frame('system.sse.shutdown', { reason: 'This server stops. Connect again.' }),
};

function matches(event: string, types: ReadonlySet<string>): boolean {
  if (types.has(event)) return true;
  return [...types].some((type) => type.endsWith('.*') && event.startsWith(type.slice(0, -1)));
}
