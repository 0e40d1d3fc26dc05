import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { stateKey } from '@lcm/core/contracts/state-keys';
import { testNow as at, aWorker, workerCreated } from '@lcm/core/domain/testing';
import type { Worker } from '@lcm/core/domain/worker';
import { FakeClock, ok, reject, SeededRandom } from '@lcm/core/kernel';
import { CoordinationError } from '@lcm/core/ports/coordination';
import { ConflictError, SupersededError } from '@lcm/core/ports/state-store';
import { currentLeader } from '@lcm/core/reconcile';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Received, readersOf, settle } from '../testing/sse-harness.ts';
import { workers } from './aggregates.ts';
import { type OpenState, openState } from './control-plane.ts';
import type { Caller } from './operation.ts';
import type { ChangeOptions } from './streams.ts';

const { id } = aWorker();
const subject = { aggregate: workers, id };
const caller: Caller = { actor: { id: 'ana', name: 'Ana', roles: ['admin'] }, correlationId: 'c1' };
const options = { operation: 'Test', caller };

function cluster() {
  const [store, clock] = [new MemoryStateStore(), new FakeClock(at)];
  const coordination = new EmbeddedCoordination({ clock });
  const open = async (name: string): Promise<OpenState> =>
    openState({
      store,
      coordination,
      clock,
      onProjectionError: () => undefined,
      replica: { name, random: new SeededRandom(name.length) },
    });
  return { store, clock, coordination, open };
}

async function create({ streams }: OpenState, number = 1): Promise<void> {
  await streams.change({ ...subject, id: aWorker({}, number).id }, options, () => ok([workerCreated(number)]));
}

interface More extends Partial<ChangeOptions> {
  readonly number?: number;
}

async function say({ streams }: OpenState, reason: string, { number = 1, ...more }: More = {}): Promise<unknown> {
  const decided = { ...subject, id: aWorker({}, number).id };
  return streams.change(decided, { ...options, ...more }, () =>
    ok([{ type: 'WorkerDesiredStatusChanged', to: 'running', reason, at }]),
  );
}

function refuseAndTell(worker: Worker | undefined) {
  return reject({ code: 'x', message: worker?.desiredReason ?? '' });
}

/** The newest version of each thing that a reader was shown. */
function newestOf(shown: readonly Received[]): ReadonlyMap<unknown, number> {
  const newest = new Map<unknown, number>();
  for (const { data } of shown) {
    if (typeof data['version'] !== 'number') continue;
    expect(data['version']).toBeGreaterThanOrEqual(newest.get(data['id']) ?? 0);
    newest.set(data['id'], data['version']);
  }
  return newest;
}

/** Lets every replica act on what it was woken for; `ms` of the clock go by, in small steps. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    clock.step(100);
    await settle();
  }
}

describe('two control planes on one store', () => {
  test('decide on what the other has committed, whatever they remember', async () => {
    const { open } = cluster();
    const [one, two] = [await open('one'), await open('two')];
    await create(one);
    await say(two, 'seen by two');
    await say(one, 'and one goes on');
    expect(await two.streams.change(subject, options, refuseAndTell)).toMatchObject({
      rejection: { message: 'and one goes on' },
    });
    await say(one, 'again');
    expect(await two.streams.load(workers, id)).toMatchObject({ version: 4, state: { desiredReason: 'again' } });
    expect(await two.streams.change(subject, options, () => ok([]))).toMatchObject({ value: { version: 4 } });
  });

  test('a version that the caller knows from the other one is no conflict, an old one is', async () => {
    const { open } = cluster();
    const [one, two] = [await open('one'), await open('two')];
    await create(one);
    await two.streams.load(workers, id);
    await say(one, 'version 2');
    await say(two, 'version 3', { expectedVersion: 2 });
    await expect(say(one, 'too late', { expectedVersion: 2 })).rejects.toThrow(ConflictError);
  });

  test('a leader that was followed by another is refused by both', async () => {
    const { open } = cluster();
    const [one, two] = [await open('one'), await open('two')];
    const led = (token: number) => ({ caller: { ...caller, fence: { election: 'scheduler', token } } });
    await create(one);
    await say(two, 'old leader', led(6));
    await say(one, 'new leader', led(7));
    await expect(say(two, 'old leader', led(6))).rejects.toThrow(SupersededError);
  });

  test('what one was answered can be read from the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), async (turns) => {
        const { open } = cluster();
        const [one, two] = [await open('one'), await open('two')];
        await create(one);
        for (const [index, isFirst] of turns.entries()) {
          const [writer, reader] = isFirst ? [one, two] : [two, one];
          await say(writer, `turn ${index}`);
          await reader.waitFor(writer.log.position);
          expect(reader.views.get('worker', id)).toEqual(writer.views.get('worker', id));
        }
      }),
    );
  });

  test('who asks either, and says nothing of what they saw, is shown what was answered anywhere', async () => {
    const { open } = cluster();
    const [one, two] = [await open('one'), await open('two')];
    await create(one);
    await Promise.all([say(one, 'by one'), say(two, 'by two')]);
    await Promise.all([two.catchUp?.(), one.catchUp?.()]);
    expect([one, two].map(({ views }) => views.get('worker', id)?.version)).toEqual([3, 3]);
  });

  test('hear of each other within the second, also without the coordination store', async () => {
    const { open, clock, coordination } = cluster();
    const stop = new AbortController();
    const [one, two] = [await open('one'), await open('two')];
    const running = [one.run(stop.signal), two.run(stop.signal)];
    await pass(clock, 500);
    await create(one);
    await settle();
    expect(two.views.get('worker', id)?.version).toBe(1);
    coordination.put = async () => {
      throw new CoordinationError('away');
    };
    await say(two, 'unheard');
    await settle();
    expect(one.views.get('worker', id)?.version).toBe(1);
    await pass(clock, 1_000);
    expect(one.views.get('worker', id)?.version).toBe(2);
    stop.abort();
    await Promise.all(running);
  });

  test('one of them carries the keys over; when it is gone, the other', async () => {
    const { open, clock, coordination } = cluster();
    const stops = { one: new AbortController(), two: new AbortController() };
    const states = { one: await open('one'), two: await open('two') };
    const running = [states.one.run(stops.one.signal), states.two.run(stops.two.signal)];
    await pass(clock, 1_000);
    const leader = (await currentLeader(coordination, 'key-projector'))?.candidate;
    const [first, second] = leader === 'one' ? (['one', 'two'] as const) : (['two', 'one'] as const);
    expect(leader).toBe(first);
    await create(states[second]);
    await pass(clock, 500);
    const projected = async () => (await coordination.list(stateKey(`worker/${id}`))).items[0]?.value ?? '';
    expect(await projected()).toContain('"version":1');
    stops[first].abort();
    await say(states[second], 'alone');
    await pass(clock, 2_000);
    expect(await projected()).toContain('"version":2');
    stops[second].abort();
    await Promise.all(running);
  });
});

describe('a reader that is cut and comes back to another replica', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ isHere: fc.boolean(), worker: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 2, arbitrary: fc.constant('hop' as const) },
  );

  test('never sees an older state after a newer one, and in the end has seen everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { open } = cluster();
        let [here, there] = [await open('one'), await open('two')];
        for (const number of [1, 2, 3]) await create(here, number);
        const shown: Received[] = [];
        let connection = readersOf(here.feed).connect();
        const hop = async (): Promise<void> => {
          connection.stream.close();
          shown.push(...connection.reader.received);
          const lastEventId = shown.findLast((each) => each.id !== undefined)?.id;
          [here, there] = [there, here];
          connection = readersOf(here.feed).connect({ lastEventId });
          await settle();
        };
        for (const [index, next] of steps.entries()) {
          if (next === 'hop') await hop();
          else await say(next.isHere ? here : there, `step ${index}`, { number: next.worker });
        }
        await hop();
        await here.log.publish();
        shown.push(...connection.reader.received);
        const newest = newestOf(shown);
        for (const { state, version } of here.views.list('worker')) expect(newest.get(state.id)).toBe(version);
      }),
      { numRuns: 60 },
    );
  });

  test('is let go when the replica cannot catch up, and comes again', async () => {
    const { open, store } = cluster();
    const [one, two] = [await open('one'), await open('two')];
    await create(one);
    store.published = async () => {
      throw new Error('away');
    };
    const { reader, over } = readersOf(two.feed).connect({ lastEventId: one.feed.snapshot().id });
    expect(await over).toBe('closed');
    expect(reader.received).toEqual([]);
  });
});
