import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SeededRandom, VirtualClock } from '../../kernel/index.ts';
import { type InstanceId, InstancesError, instanceId } from '../../ports/instances/index.ts';
import { Gathering } from './gathering.ts';

const pace = { gatherMs: 50, spacingMs: 1_000, mostIds: 10 };

interface Seen {
  readonly id: InstanceId;
  /** When the cloud looked: as soon as it was called. */
  readonly at: number;
}

function idOf(number: number): InstanceId {
  return instanceId(`i-${number.toString(16).padStart(8, '0')}`);
}

/** A cloud that looks at once and takes its time to answer; odd instances it does not know. */
function aCloud({ latencyMs = () => 0 }: { latencyMs?: () => number } = {}) {
  const clock = new VirtualClock();
  const calls: { readonly at: number; readonly ids: readonly InstanceId[] }[] = [];
  const look = async (ids: readonly InstanceId[]): Promise<readonly Seen[]> => {
    const at = clock.monotonic();
    calls.push({ at, ids });
    await clock.sleep(latencyMs());
    return ids.filter((id) => Number.parseInt(id.slice(2), 16) % 2 === 0).map((id) => ({ id, at }));
  };
  return { clock, calls, look, gathering: new Gathering({ look, clock, pace }) };
}

describe('questions about single instances', () => {
  test('of one moment are one call, and each gets what is its own', async () => {
    const { clock, calls, gathering } = aCloud();
    const answers = Promise.all([2, 4, 3, 4].map(async (number) => gathering.ask(idOf(number))));
    await clock.advance(pace.gatherMs);
    expect((await answers).map(([found]) => found?.id)).toEqual([idOf(2), idOf(4), undefined, idOf(4)]);
    expect(calls).toEqual([{ at: pace.gatherMs, ids: [idOf(2), idOf(4), idOf(3)] }]);
  });

  test('wait for the next call when one was just made', async () => {
    const { clock, calls, gathering } = aCloud();
    const first = gathering.ask(idOf(2));
    await clock.advance(100);
    const second = gathering.ask(idOf(2));
    await clock.advance(pace.spacingMs);
    await Promise.all([first, second]);
    expect(calls.map(({ at }) => at)).toEqual([pace.gatherMs, pace.gatherMs + pace.spacingMs]);
  });

  test('go at once when there are as many as a call takes', async () => {
    const { clock, calls, gathering } = aCloud();
    const answers = Promise.all(Array.from({ length: 25 }, async (_, number) => gathering.ask(idOf(number))));
    await clock.advance(0);
    expect(calls.map(({ at, ids }) => [at, ids.length])).toEqual([
      [0, 10],
      [0, 10],
    ]);
    await clock.advance(pace.spacingMs);
    expect(calls.map(({ ids }) => ids.length)).toEqual([10, 10, 5]);
    expect((await answers).flat()).toHaveLength(13);
  });

  test('fail together, and the next ones are asked anew', async () => {
    const { clock, look } = aCloud();
    let refusals = 1;
    const throttling = async (ids: readonly InstanceId[]): Promise<readonly Seen[]> => {
      if (refusals > 0) {
        refusals -= 1;
        throw new InstancesError('throttled', 'too many requests');
      }
      return look(ids);
    };
    const gathering = new Gathering({ look: throttling, clock, pace });
    const refused = Promise.allSettled([gathering.ask(idOf(2)), gathering.ask(idOf(4))]);
    await clock.advance(pace.gatherMs);
    expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const answered = gathering.ask(idOf(2));
    await clock.advance(pace.spacingMs);
    expect(await answered).toMatchObject([{ id: idOf(2) }]);
  });

  test('are never answered with what was seen before they were asked, by no more calls than allowed', async () => {
    const question = fc.record({ afterMs: fc.integer({ min: 0, max: 400 }), number: fc.integer({ min: 0, max: 30 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(question, { maxLength: 80 }), fc.integer(), async (questions, seed) => {
        const random = new SeededRandom(seed);
        const { clock, calls, gathering } = aCloud({ latencyMs: () => random.next() * 700 });
        const ask = async (number: number): Promise<void> => {
          const askedAt = clock.monotonic();
          const [found, ...more] = await gathering.ask(idOf(number));
          expect([found?.id, more]).toEqual([number % 2 === 0 ? idOf(number) : undefined, []]);
          expect(found?.at ?? askedAt).toBeGreaterThanOrEqual(askedAt);
        };
        const asked: Promise<void>[] = [];
        for (const { afterMs, number } of questions) {
          await clock.advance(afterMs);
          asked.push(ask(number));
        }
        await clock.advance(10_000);
        await Promise.all(asked);
        const paced = calls.filter(({ ids }) => ids.length < pace.mostIds);
        const gaps = paced.slice(1).map(({ at }, index) => at - (paced[index]?.at ?? 0));
        expect(Math.min(pace.spacingMs, ...gaps)).toBe(pace.spacingMs);
        expect(Math.max(0, ...calls.map(({ ids }) => ids.length))).toBeLessThanOrEqual(pace.mostIds);
      }),
      { numRuns: 50 },
    );
  });
});
