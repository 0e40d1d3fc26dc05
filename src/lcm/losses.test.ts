import { demoDefinition, furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { runnableSteps, type Session, type SessionReport } from '@lcm/core/domain/session';
import { testNow } from '@lcm/core/domain/testing';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dying } from './testing/dying.ts';

const settings = defaultPlacementSettings;

/** Somebody is at work in a session, and the host under it is lost. */
async function aLostSession() {
  const clock = new FakeClock(testNow);
  const { plane, call, views } = await openTestPlane({ store: new MemoryStateStore(), clock });
  await furnish(call);
  let token = 0;
  const look = async (controlPlane: ControlPlane = plane.forService('scheduler')): Promise<void> => {
    token += 1;
    const fence = () => ({ election: 'resource-scheduler', token });
    const schedule = scheduleReconciler({ controlPlane, clock, random: new SeededRandom(token), settings, fence });
    await schedule.reconcile('fleet', new AbortController().signal);
  };
  const booking = call('BookSession', { definitionId: demoDefinition, durationMinutes: 20 });
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  await look();
  clock.step(2_000);
  await booking;
  const session = (): Session => {
    const [first] = views.list('session');
    if (first === undefined) throw new Error('nothing is booked');
    return first.state;
  };
  const labs = plane.forService('lablet-controller');
  const report = async (seen: SessionReport): Promise<void> => {
    const { id: sessionId } = session();
    const expectedVersion = views.get('session', sessionId)?.version ?? 0;
    const options = { fence: { election: 'lablet-controller', token: 1 }, correlationId: sessionId };
    expect(await labs.send('ReportSession', { sessionId, expectedVersion, report: seen }, options)).toMatchObject({
      ok: true,
    });
  };
  await report({ type: 'instantiation-started' });
  for (;;) {
    const [step] = runnableSteps('instantiate', session().progress.instantiate ?? {});
    if (step === undefined || session().status !== 'instantiating') break;
    const of = { pipeline: 'instantiate', step, message: 'done' } as const;
    await report({ type: 'step-started', ...of });
    await report({ type: 'step-done', ...of, output: {} });
  }
  await report({ type: 'delivery-started' });
  await report({ type: 'host-lost', reason: 'its instance is gone' });
  const claims = () => views.list('worker').flatMap(({ state }) => Object.values(state.reservations));
  return { look, session, claims, clock, plane };
}

test('wherever the scheduler dies in replacing a lost host, its successor leaves one place, with the time given back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.boolean(), async (at, isHeard) => {
      const { look, session, claims, clock, plane } = await aLostSession();
      const before = session();
      expect(before).toMatchObject({ status: 'running', wish: { kind: 'replace' } });
      clock.step(60_000);
      await look(dying(plane.forService('scheduler'), { at, isHeard })).catch(() => undefined);
      await look();
      clock.step(settings.confirmWithinMs);
      await look();
      await look();
      const { placement, wish, wishAnswer, status, timeslot } = session();
      expect([status, wish, wishAnswer?.granted]).toEqual(['running', undefined, true]);
      expect(timeslot?.start).toBe(before.timeslot?.start);
      expect(timeslot?.end).toBeGreaterThan(before.timeslot?.end ?? 0);
      const { reservationId: id, from, until } = placement ?? {};
      expect(claims()).toMatchObject([{ id, from, until, confirmed: true }]);
    }),
    { numRuns: 20 },
  );
});
