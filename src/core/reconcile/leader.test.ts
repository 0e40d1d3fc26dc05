import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EmbeddedCoordination } from '../adapters/coordination/embedded-coordination.ts';
import { type Clock, type Instant, instant, SeededRandom, VirtualClock } from '../kernel/index.ts';
import { type Change, type Coordination, CoordinationError } from '../ports/coordination/index.ts';
import { currentLeader, defaultLeaseTtlMs, electionKey, type LeaderEvent, type Leadership, lead } from './leader.ts';

const election = 'scheduler';
const limitMs = defaultLeaseTtlMs + 1_000;

/** One candidate's process: it can be paused as a whole, cut off from the store, killed, and its clock runs at its own rate. */
class Candidate implements Clock {
  readonly name: string;
  readonly #world: VirtualClock;
  readonly #rate: number;
  readonly #stop = new AbortController();
  readonly events: LeaderEvent[] = [];
  leadership: Leadership | undefined;
  ended: Promise<void> = Promise.resolve();
  /** Told to stop, work takes this long to end. */
  windDownMs = 0;
  answerDelayMs = 0;
  dead = false;
  #pausedUntil = 0;
  cutUntil = 0;

  constructor(name: string, time: VirtualClock, rate = 1) {
    this.name = name;
    this.#world = time;
    this.#rate = rate;
  }

  now(): Instant {
    return this.#world.now();
  }

  monotonic(): number {
    return this.#world.monotonic() * this.#rate;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#world.sleep(ms / this.#rate, signal);
    await this.running();
  }

  pause(ms: number): void {
    this.#pausedUntil = this.#world.monotonic() + ms;
  }

  cut(ms: number): void {
    this.cutUntil = this.#world.monotonic() + ms;
  }

  /** Nothing of a paused process happens before it goes on, and of a dead one nothing ever. */
  async running(): Promise<void> {
    if (this.dead) await new Promise(() => undefined);
    while (this.#world.monotonic() < this.#pausedUntil)
      await this.#world.sleep(this.#pausedUntil - this.#world.monotonic());
  }

  /** A dead process executes nothing, so it does not act either; a paused one may be just about to. */
  get acting(): boolean {
    return !this.dead && this.leadership?.mayAct() === true;
  }

  start(coordination: Coordination, seed: number): void {
    this.ended = lead({
      coordination: this.#reach(coordination),
      election,
      clock: this,
      random: new SeededRandom(seed),
      signal: this.#stop.signal,
      candidate: this.name,
      onEvent: (event) => this.events.push(event),
      onLeading: async (leadership) => {
        this.leadership = leadership;
        while (!leadership.signal.aborted) await this.sleep(60_000, leadership.signal);
        await this.sleep(this.windDownMs);
      },
    });
  }

  stop(): void {
    this.#stop.abort();
  }

  /** The store across this candidate's network: late when paused, unknown in effect when cut. */
  #reach(store: Coordination): Coordination {
    const call = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
      await this.running();
      const cut = (): boolean => this.#world.monotonic() < this.cutUntil;
      if (cut() && this.cutUntil % 2 === 0) await this.#unanswered();
      const value = await ask();
      await this.#world.sleep(3 + this.answerDelayMs);
      await this.running();
      if (cut()) await this.#unanswered();
      return value;
    };
    const running = (): Promise<void> => this.running();
    return {
      put: (key, value, lease) => call(() => store.put(key, value, lease)),
      create: (key, value, lease) => call(() => store.create(key, value, lease)),
      remove: (key, revision) => call(() => store.remove(key, revision)),
      delete: (key) => call(() => store.delete(key)),
      list: (prefix) => call(() => store.list(prefix)),
      grant: (ttlMs) => call(() => store.grant(ttlMs)),
      keepAlive: (lease) => call(() => store.keepAlive(lease)),
      revoke: (lease) => call(() => store.revoke(lease)),
      async *watch(prefix, revision, signal): AsyncGenerator<Change, void, undefined> {
        for await (const change of store.watch(prefix, revision, signal)) {
          await running();
          yield change;
        }
      },
    };
  }

  async #unanswered(): Promise<never> {
    await this.#world.sleep(1_500);
    throw new CoordinationError('no answer');
  }
}

interface World {
  readonly clock: VirtualClock;
  readonly store: EmbeddedCoordination;
  readonly candidates: readonly Candidate[];
  readonly leader: () => Candidate;
}

function world(rates: readonly number[] = [1, 1], seed = 1): World {
  const clock = new VirtualClock({ shuffle: new SeededRandom(seed) });
  const store = new EmbeddedCoordination({ clock });
  const candidates = rates.map((rate, index) => new Candidate(`c${index}`, clock, rate));
  for (const [index, candidate] of candidates.entries()) candidate.start(store, seed + index);
  const leader = (): Candidate => {
    const [acting] = candidates.filter((candidate) => candidate.acting);
    if (acting === undefined) throw new Error('nobody leads');
    return acting;
  };
  return { clock, store, candidates, leader };
}

function tokenOf({ leadership }: Candidate): number {
  return leadership?.fence().token ?? 0;
}

describe('one of several candidates leads', () => {
  test('soon after the start, and everybody can see who', async () => {
    const { clock, store, leader } = world();
    await clock.advance(100);
    expect(await currentLeader(store, election)).toEqual({ candidate: leader().name, token: tokenOf(leader()) });
    expect(leader().leadership?.fence().election).toBe(election);
  });

  test('for as long as it renews', async () => {
    const { clock, leader } = world();
    await clock.advance(100);
    const first = leader();
    await clock.advance(600_000);
    expect(leader()).toBe(first);
    expect(first.events).toHaveLength(1);
  });

  test('a leader that is killed is replaced within 5 s, under a higher token', async () => {
    const { clock, leader } = world();
    await clock.advance(100);
    const first = leader();
    first.dead = true;
    await clock.advance(limitMs);
    expect(tokenOf(leader())).toBeGreaterThan(tokenOf(first));
  });

  test('a leader that is asked to stop hands over at once, but not before its work has ended', async () => {
    const { clock, leader } = world();
    await clock.advance(100);
    const first = leader();
    first.windDownMs = 10_000;
    first.stop();
    expect(first.leadership?.signal.aborted).toBe(true);
    await clock.advance(9_900);
    expect(leader).toThrow('nobody leads');
    await clock.advance(300);
    expect(leader()).not.toBe(first);
    await first.ended;
  });

  test('work that never ends does not keep the others waiting for ever', async () => {
    const { clock, leader } = world();
    await clock.advance(100);
    const first = leader();
    first.windDownMs = Number.POSITIVE_INFINITY;
    first.leadership?.resign('superseded');
    await clock.advance(30_000 + 2 * limitMs);
    expect(leader()).not.toBe(first);
  });

  test('a leader that was paused past its time knows it before it does anything', async () => {
    const { clock, leader } = world();
    await clock.advance(100);
    const first = leader();
    first.pause(20_000);
    await clock.advance(defaultLeaseTtlMs);
    expect(first.leadership?.signal.aborted).toBe(false);
    expect(first.leadership?.mayAct()).toBe(false);
    await clock.advance(1_000);
    expect(leader()).not.toBe(first);
  });

  test('a leader that cannot reach the store stops before its lease ends there', async () => {
    const { clock, store, leader } = world([1]);
    await clock.advance(100);
    const first = leader();
    first.cut(60_001);
    const { signal } = first.leadership ?? {};
    await clock.run({ until: () => signal?.aborted === true });
    expect(await currentLeader(store, election)).toBeDefined();
    await clock.advance(limitMs);
    expect(await currentLeader(store, election)).toBeUndefined();
  });

  test('a short outage of the store changes nothing', async () => {
    const { clock, candidates, leader } = world();
    await clock.advance(100);
    const first = leader();
    for (const candidate of candidates) candidate.cut(1_201);
    await clock.advance(60_000);
    expect(leader()).toBe(first);
    expect(first.events).toHaveLength(1);
  });

  test('an answer to a renewal counts from when it was asked, however late it comes', async () => {
    const { clock, leader } = world([1]);
    await clock.advance(100);
    const first = leader();
    first.answerDelayMs = 1_800;
    // Asked after a third of the time and answered just in time, it is good for no longer than its asking allows.
    await clock.advance(4_300);
    expect(first.acting).toBe(true);
    await clock.advance(200);
    expect(first.acting).toBe(false);
  });

  test('a leader whose lease was revoked stops at its next renewal', async () => {
    const { clock, store, leader } = world([1]);
    await clock.advance(100);
    const first = leader();
    await store.revoke({ id: '1000000', ttlMs: defaultLeaseTtlMs });
    expect(await currentLeader(store, election)).toBeUndefined();
    await clock.advance(defaultLeaseTtlMs / 3 + 10);
    expect(first.events.at(-1)).toMatchObject({ kind: 'ended', because: 'its lease was lost' });
  });

  test('a leader whose key an operator deleted notices by its lease, or is superseded by its token', async () => {
    const { clock, store, leader } = world();
    await clock.advance(100);
    const token = tokenOf(leader());
    await store.delete(electionKey(election));
    await clock.advance(limitMs);
    const [holder] = (await store.list(electionKey(election))).items;
    expect(holder?.createRevision).toBeGreaterThan(token);
  });
});

type Fault = {
  readonly kind: 'pause' | 'cut' | 'kill' | 'stop';
  readonly who: number;
  readonly ms: number;
  readonly thenMs: number;
};

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom('pause', 'pause', 'cut', 'cut', 'kill', 'stop'),
  who: fc.nat(2),
  ms: fc.integer({ min: 1, max: 12_000 }),
  thenMs: fc.nat(6_000),
});

function strike({ kind, who, ms }: Fault, candidates: readonly Candidate[]): void {
  const candidate = candidates[who];
  // The last one stays, so that somebody can lead in the end.
  if (kind === 'pause' || kind === 'cut') candidate?.[kind](ms);
  else if (who === 0) return;
  else if (kind === 'stop') candidate?.stop();
  else if (candidate !== undefined) candidate.dead = true;
}

test('whatever is paused, cut off or killed, at most one may act at any time, under ever higher tokens', async () => {
  const rate = fc.double({ min: 0.95, max: 1.05, noNaN: true });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 12 }),
      fc.tuple(rate, rate, rate),
      fc.nat(),
      async (faults, rates, seed) => {
        const { clock, candidates, leader } = world(rates, seed);
        let highest = 0;
        const check = (): boolean => {
          const acting = candidates.filter((candidate) => candidate.acting);
          expect(acting.length).toBeLessThanOrEqual(1);
          for (const one of acting) {
            expect(tokenOf(one)).toBeGreaterThanOrEqual(highest);
            highest = tokenOf(one);
          }
          return false;
        };
        const live = (ms: number): Promise<void> => {
          const end = instant(clock.now() + ms);
          void clock.sleep(ms);
          return clock.run({ until: () => check() || clock.now() >= end });
        };
        for (const next of faults) {
          strike(next, candidates);
          await live(next.thenMs);
        }
        await live(12_000 + 3 * limitMs);
        expect(leader()).toBeDefined();
      },
    ),
    { numRuns: 150 },
  );
});
