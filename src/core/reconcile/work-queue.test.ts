import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SeededRandom, VirtualClock } from '../kernel/index.ts';
import { again, settled, TerminalError } from './reconciler.ts';
import { type Reconciled, runReconciler } from './run-loop.ts';
import { WorkQueue } from './work-queue.ts';

function aQueue(): { clock: VirtualClock; queue: WorkQueue<string> } {
  const clock = new VirtualClock();
  return {
    clock,
    queue: new WorkQueue<string>({ clock, random: new SeededRandom(1), backoffMinMs: 100, backoffMaxMs: 10_000 }),
  };
}

/** Takes what is ready, in the order in which it is handed out. */
async function takeAll(queue: WorkQueue<string>): Promise<string[]> {
  const taken: string[] = [];
  while (queue.depth.ready > 0) {
    const key = await queue.next();
    if (key === undefined) break;
    taken.push(key);
    queue.done(key);
  }
  return taken;
}

describe('the queue', () => {
  test('hands out a key once, however often it was added', async () => {
    const { queue } = aQueue();
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    expect(await takeAll(queue)).toEqual(['a', 'b']);
    expect(queue.depth).toEqual({ ready: 0, waiting: 0, inFlight: 0 });
  });

  test('keeps the earliest of several times', async () => {
    const { clock, queue } = aQueue();
    queue.add('a', { afterMs: 1_000 });
    queue.add('a', { afterMs: 100 });
    queue.add('a', { afterMs: 5_000 });
    await clock.advance(99);
    expect(await takeAll(queue)).toEqual([]);
    await clock.advance(1);
    expect(await takeAll(queue)).toEqual(['a']);
    await clock.advance(10_000);
    expect(await takeAll(queue)).toEqual([]);
  });

  test('hands out changed keys before resynced ones, and a resynced key that changes moves up', async () => {
    const { queue } = aQueue();
    for (const key of ['a', 'b', 'c']) queue.add(key, { priority: 'resync' });
    queue.add('d');
    queue.add('c');
    expect(await takeAll(queue)).toEqual(['d', 'c', 'a', 'b']);
  });

  test('lets a resynced key through a flood of changes', async () => {
    const { queue } = aQueue();
    queue.add('patient', { priority: 'resync' });
    for (let index = 0; index < 100; index += 1) queue.add(`changed ${index}`);
    const taken = await takeAll(queue);
    expect(taken.indexOf('patient')).toBeLessThan(20);
  });

  test('keeps what was added while a key was being worked on until that has ended', async () => {
    const { queue } = aQueue();
    queue.add('a');
    expect(await queue.next()).toBe('a');
    queue.add('a');
    expect(queue.depth).toEqual({ ready: 0, waiting: 1, inFlight: 1 });
    queue.done('a');
    expect(await takeAll(queue)).toEqual(['a']);
  });

  test('wakes a worker that waits as soon as there is something', async () => {
    const { clock, queue } = aQueue();
    const next = queue.next();
    queue.add('late', { afterMs: 500 });
    queue.add('soon', { afterMs: 50 });
    await clock.advance(50);
    expect(await next).toBe('soon');
  });

  test('stops at once for those who wait, and waits for work in flight', async () => {
    const { clock, queue } = aQueue();
    queue.add('a');
    await queue.next();
    const idle = queue.next();
    let stopped = false;
    const stop = queue.stop().then(() => (stopped = true));
    expect(await idle).toBeUndefined();
    await clock.advance(1_000);
    expect(stopped).toBe(false);
    queue.done('a');
    await stop;
    queue.add('b');
    expect(await queue.next()).toBeUndefined();
  });

  test('doubles the wait with every failure, within bounds, and forgets it on success', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 100 }), (seed, failures) => {
        const queue = new WorkQueue<string>({
          clock: new VirtualClock(),
          random: new SeededRandom(seed),
          backoffMinMs: 100,
          backoffMaxMs: 10_000,
        });
        for (let failure = 0; failure < failures; failure += 1) {
          const full = Math.min(10_000, 100 * 2 ** failure);
          const waitMs = queue.addAfterFailure('a');
          expect(waitMs).toBeGreaterThanOrEqual(full / 2);
          expect(waitMs).toBeLessThanOrEqual(full);
        }
        queue.forgetFailures('a');
        expect(queue.addAfterFailure('a')).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('does not grow by keys that change often and are otherwise looked at rarely', async () => {
    const { clock, queue } = aQueue();
    for (let round = 0; round < 1_000; round += 1) {
      queue.add('a');
      await takeAll(queue);
      queue.add('a', { afterMs: 3_600_000 });
    }
    await clock.advance(3_600_000);
    expect(await takeAll(queue)).toEqual(['a']);
  });
});

interface Run {
  readonly clock: VirtualClock;
  readonly queue: WorkQueue<string>;
  readonly seen: Reconciled[];
  readonly stop: () => Promise<void>;
}

function running(reconcile: (key: string, signal: AbortSignal) => Promise<typeof settled>, concurrency = 2): Run {
  const { clock, queue } = aQueue();
  const seen: Reconciled[] = [];
  const end = new AbortController();
  const done = runReconciler({
    reconciler: { name: 'test', reconcile },
    queue,
    clock,
    signal: end.signal,
    concurrency,
    timeoutMs: 1_000,
    observer: { reconciled: (event) => seen.push(event) },
  });
  const stop = async (): Promise<void> => {
    end.abort();
    await done;
  };
  return { clock, queue, seen, stop };
}

describe('the loop', () => {
  test('looks again when it was told to, and not before', async () => {
    const { clock, queue, seen, stop } = running(async () => again(1_000, 'booting'));
    queue.add('a');
    await clock.advance(3_500);
    expect(seen.map(({ at }) => at)).toEqual([0, 1_000, 2_000, 3_000]);
    await stop();
  });

  test('survives whatever a reconciler throws, and backs off', async () => {
    let calls = 0;
    const { clock, queue, seen, stop } = running(async () => {
      calls += 1;
      // oxlint-disable-next-line typescript/only-throw-error -- libraries do throw such things
      if (calls % 2 === 0) throw undefined;
      throw new Error('broken');
    });
    queue.add('a');
    await clock.advance(60_000);
    expect(seen.every(({ outcome }) => outcome.kind === 'failed')).toBe(true);
    // 100 ms doubled to 10 s, halved at most by jitter: no fewer than without it, no more than twice as many.
    expect(seen.length).toBeGreaterThanOrEqual(12);
    expect(seen.length).toBeLessThanOrEqual(24);
    await stop();
  });

  test('backs off from the shortest wait again once it went well', async () => {
    let looks = 0;
    const { clock, queue, seen, stop } = running(async () => {
      looks += 1;
      if (looks % 4 === 0) return settled;
      throw new Error('for now');
    });
    for (let round = 0; round < 3; round += 1) {
      queue.add('a');
      await clock.advance(2_000);
    }
    const waits = seen.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.retryAfterMs] : []));
    expect(waits).toHaveLength(9);
    expect(Math.max(...waits)).toBeLessThanOrEqual(400);
    await stop();
  });

  test('survives a reconciler that throws before it returns a promise', async () => {
    const { clock, queue, seen, stop } = running(() => {
      throw new Error('synchronous');
    });
    queue.add('a');
    await clock.advance(1);
    expect(seen).toMatchObject([{ outcome: { kind: 'failed' } }]);
    await stop();
  });

  test('forgets a key whose trouble is terminal until it changes', async () => {
    const { clock, queue, seen, stop } = running(async () => {
      throw new TerminalError('no such template');
    });
    queue.add('a');
    await clock.advance(600_000);
    expect(seen).toMatchObject([{ key: 'a', outcome: { kind: 'terminal' } }]);
    queue.add('a');
    await clock.advance(1);
    expect(seen).toHaveLength(2);
    await stop();
  });

  test('asks a reconcile that takes too long to stop, and tries again later', async () => {
    const { clock, queue, seen, stop } = running(async (_key, signal) => {
      await clock.sleep(10_000, signal);
      signal.throwIfAborted();
      return settled;
    });
    queue.add('a');
    await clock.advance(1_001);
    expect(seen).toMatchObject([{ durationMs: 1_000, outcome: { kind: 'timed-out' } }]);
    await clock.advance(2_000);
    expect(seen.length).toBeGreaterThan(1);
    await stop();
  });

  test('an observer that throws stops nothing', async () => {
    const { clock, queue } = aQueue();
    let looks = 0;
    const end = new AbortController();
    const done = runReconciler({
      reconciler: { name: 'test', reconcile: async () => again(10, `look ${(looks += 1)}`) },
      queue,
      clock,
      signal: end.signal,
      observer: {
        reconciled: () => {
          throw new Error('broken observer');
        },
      },
    });
    queue.add('a');
    await clock.advance(100);
    end.abort();
    await done;
    expect(looks).toBe(11);
  });

  test('ends when told to, after the work in flight, which is not called a failure', async () => {
    const { clock, queue, seen, stop } = running(async (_key, signal) => {
      await clock.sleep(500, signal);
      signal.throwIfAborted();
      return settled;
    });
    queue.add('a');
    await clock.advance(100);
    await stop();
    expect(seen).toMatchObject([{ outcome: { kind: 'stopped' } }]);
    expect(clock.sleeping).toBe(0);
  });

  test('every key is looked at after it last changed, and never in two workers at once', async () => {
    const change = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), waitMs: fc.nat(300), afterMs: fc.nat(400) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), fc.nat(), async (changes, seed) => {
        const random = new SeededRandom(seed);
        const inFlight = new Set<string>();
        const lookedAt = new Map<string, number>();
        let twice = false;
        const { clock, queue, stop } = running(async (key) => {
          twice ||= inFlight.has(key);
          inFlight.add(key);
          const began = clock.monotonic();
          await clock.sleep(random.next() * 200);
          inFlight.delete(key);
          if (random.next() < 0.3) throw new Error('for now');
          lookedAt.set(key, began);
          return random.next() < 0.1 ? again(random.next() * 100, 'not yet') : settled;
        }, 3);
        const changedAt = new Map<string, number>();
        for (const { key, waitMs, afterMs } of changes) {
          queue.add(key, { afterMs });
          changedAt.set(key, clock.monotonic());
          await clock.advance(waitMs);
        }
        await clock.advance(60_000);
        expect(twice).toBe(false);
        for (const [key, at] of changedAt) expect(lookedAt.get(key)).toBeGreaterThanOrEqual(at);
        expect(queue.depth).toEqual({ ready: 0, waiting: 0, inFlight: 0 });
        await stop();
      }),
      { numRuns: 100 },
    );
  });
});
