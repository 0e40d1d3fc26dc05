import { demoDefinition, furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { JobStatuses } from '@lcm/core/contracts/job';
import { testNow } from '@lcm/core/domain/testing';
import { SeededRandom, VirtualClock } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import { currentLeader, settled } from '@lcm/core/reconcile';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeScheduler } from './compose.ts';
import { oneAtATime } from './schedule/one-at-a-time.ts';

const election = 'resource-scheduler';

/** Two processes of the scheduler over a real control plane, and no host to place anything on unless a test makes one. */
async function aScheduler() {
  const clock = new VirtualClock({ start: testNow });
  const coordination = new EmbeddedCoordination({ clock });
  const { plane, call, views } = await openTestPlane({ shared: { coordination, samples: new MemorySampleStore() } });
  await furnish(call);
  await call('DisableTemplate', { name: 'metal' });
  const stop = new AbortController();
  const begin = async (name: string, seed: number): Promise<void> =>
    composeScheduler(defaultPlacementSettings, {
      controlPlane: plane.forService('scheduler'),
      coordination,
      clock,
      random: new SeededRandom(seed),
      name,
    }).run(stop.signal);
  const ended = [plane.state.run(stop.signal), begin('a', 1), begin('b', 2)];
  await clock.advance(1_000);
  const lastRun = async () => {
    const answer = await call('ListJobs', {}, { role: 'manager' });
    const { items } = JobStatuses.parse(answer.ok ? answer.value.body : { items: [] });
    return items.find(({ name }) => name === 'placement');
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await clock.advance(60_000);
    await Promise.all(ended);
  };
  return { clock, coordination, call, views, lastRun, end };
}

test('an operator has everybody who waits looked at now, and reads what came of it', async () => {
  const { clock, call, lastRun, end } = await aScheduler();
  void call('BookSession', { definitionId: demoDefinition });
  await clock.advance(60_000);
  expect(await call('TriggerJob', { name: 'placement' }, { role: 'user' })).toMatchObject({
    rejection: { code: 'access.denied' },
  });
  const asked = clock.now();
  await call('TriggerJob', { name: 'placement', reason: 'why does it wait' }, { role: 'manager' });
  await clock.advance(1_000);
  const { lastRun: run, triggeredAt } = (await lastRun()) ?? {};
  expect(run).toMatchObject({ outcome: 'done', summary: 'of 1 that waited for a place none got one' });
  expect([run?.startedAt, triggeredAt]).toEqual([asked, undefined]);
  await end();
});

test('whenever a scheduler is asked to give way while it places, nobody is twice on a calendar, and nobody left out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (turns) => {
      const { clock, coordination, call, views, end } = await aScheduler();
      const first = await currentLeader(coordination, election);
      await call('EnableTemplate', { name: 'metal' });
      for (let seat = 0; seat < 6; seat += 1) {
        void call('BookSession', { definitionId: demoDefinition }, { role: 'manager' });
      }
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      await call('ResignLeader', { name: election });
      await clock.advance(5_000);
      expect((await currentLeader(coordination, election))?.candidate).not.toBe(first?.candidate);
      await clock.advance(10 * 60_000);
      const sessions = views.list('session').map(({ state }) => state);
      const claims = views.list('worker').flatMap(({ state }) => Object.values(state.reservations));
      expect(sessions.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'scheduled'));
      expect(claims.map(({ sessionId }) => sessionId).toSorted()).toEqual(sessions.map(({ id }) => id).toSorted());
      await end();
    }),
    { numRuns: 10 },
  );
});

test('a look that somebody asked for waits for the one that is under way, also for one that fails', async () => {
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const look = oneAtATime<string>({
    name: 'test',
    async reconcile(key) {
      told.push(`${key} begins`);
      if (key === 'first') await first.promise;
      told.push(`${key} ends`);
      return settled;
    },
  });
  const { signal } = new AbortController();
  const both = Promise.allSettled([look.reconcile('first', signal), look.reconcile('second', signal)]);
  first.reject(new Error('the control plane is away'));
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(told).toEqual(['first begins', 'second begins', 'second ends']);
});
