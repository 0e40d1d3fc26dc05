import { demoDefinition, furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { minute, testNow } from '@lcm/core/domain/testing';
import { peakUsage, resources } from '@lcm/core/domain/worker';
import { FakeClock, instant, SeededRandom, toIso } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dying } from './testing/dying.ts';

const settings = defaultPlacementSettings;

function firstFence() {
  return { election: 'resource-scheduler', token: 1 };
}

test('wherever the scheduler dies, its successor leaves each session with one confirmed place and no other claim', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async (at, isHeard, bookings) => {
        const clock = new FakeClock(testNow);
        const { plane, call, views } = await openTestPlane({ store: new MemoryStateStore(), clock });
        await furnish(call);
        for (let count = 0; count < bookings; count += 1) {
          const booked = call('BookSession', { definitionId: demoDefinition });
          for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
          clock.step(2_000);
          await booked;
        }
        const look = async (controlPlane: ControlPlane, token: number): Promise<void> => {
          const fence = () => ({ election: 'resource-scheduler', token });
          const random = new SeededRandom(token);
          const schedule = scheduleReconciler({ controlPlane, clock, random, settings, fence });
          await schedule.reconcile('fleet', new AbortController().signal);
        };
        await look(dying(plane.forService('scheduler'), { at, isHeard }), 1).catch(() => undefined);
        await look(plane.forService('scheduler'), 2);
        clock.step(settings.confirmWithinMs);
        await look(plane.forService('scheduler'), 2);
        const sessions = views.list('session').map(({ state }) => state);
        const workers = views.list('worker').map(({ state }) => state);
        const claims = workers.flatMap((worker) => Object.values(worker.reservations));
        expect(sessions.map(({ status }) => status)).toEqual(sessions.map(() => 'scheduled'));
        expect(claims).toHaveLength(sessions.length);
        const places = new Set(claims.map(({ id }) => id));
        expect(sessions.every(({ placement }) => placement && places.has(placement.reservationId))).toBe(true);
        expect(claims.every(({ confirmed }) => confirmed)).toBe(true);
        for (const { reservations, spec } of workers) {
          const used = peakUsage(Object.values(reservations), testNow, instant(testNow + 600 * minute));
          for (const resource of resources) expect(used[resource]).toBeLessThanOrEqual(spec.capacity[resource]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

/** The machine dies at the n-th commit, wherever among many that is; what was committed before is there. */
class DyingStore extends MemoryStateStore {
  left = Number.POSITIVE_INFINITY;

  override async append(commit: Parameters<MemoryStateStore['append']>[0]): Promise<void> {
    if (this.left <= 0) throw new Error('crash');
    this.left -= 1;
    return super.append(commit);
  }
}

test('wherever within a batch of many it dies, each session has one confirmed place in the end, and nobody else a claim', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 3, max: 8 }), async (left, bookings) => {
      const clock = new FakeClock(testNow);
      const store = new DyingStore();
      const { plane, call, views } = await openTestPlane({ store, clock, quota: 9 });
      await furnish(call);
      const booked = Array.from({ length: bookings }, async () =>
        call('BookSession', { definitionId: demoDefinition }),
      );
      for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
      clock.step(2_000);
      await Promise.all(booked);
      const controlPlane = plane.forService('scheduler');
      const look = async (token: number): Promise<void> => {
        const fence = () => ({ election: 'resource-scheduler', token });
        const random = new SeededRandom(token);
        const schedule = scheduleReconciler({ controlPlane, clock, random, settings, fence });
        await schedule.reconcile('fleet', new AbortController().signal);
      };
      store.left = left;
      await look(1).catch(() => undefined);
      store.left = Number.POSITIVE_INFINITY;
      await look(2);
      clock.step(settings.confirmWithinMs);
      await look(2);
      const claims = views.list('worker').flatMap(({ state }) => Object.values(state.reservations));
      const places = views.list('session').map(({ state }) => state.placement?.reservationId);
      expect(new Set(claims.map(({ id }) => id))).toEqual(new Set(places));
      expect(claims).toHaveLength(places.length);
      expect(claims.every(({ confirmed }) => confirmed)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a session that has to wait does not keep the scheduler busy with verdicts about the time', async () => {
  const clock = new FakeClock(testNow);
  const { plane, call, views } = await openTestPlane({ clock });
  await furnish(call);
  const soon = toIso(instant(testNow + 5 * minute));
  const booked = call('BookSession', { definitionId: demoDefinition, start: soon });
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  clock.step(2_000);
  await booked;
  const controlPlane = plane.forService('scheduler');
  const schedule = scheduleReconciler({
    controlPlane,
    clock,
    random: new SeededRandom(1),
    settings,
    fence: firstFence,
  });
  const { signal } = new AbortController();
  await schedule.reconcile('fleet', signal);
  const told = views.position;
  for (let look = 0; look < 20; look += 1) {
    clock.step(1_000);
    await schedule.reconcile('fleet', signal);
  }
  expect(views.position).toBe(told);
  expect(views.list('session')[0]?.state).toMatchObject({ status: 'pending', verdict: { placed: false } });
});
