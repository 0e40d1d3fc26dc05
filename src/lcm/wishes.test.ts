import { demoDefinition, furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import type { Session } from '@lcm/core/domain/session';
import { minute, testNow } from '@lcm/core/domain/testing';
import { FakeClock, instant, SeededRandom, toIso } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dying } from './testing/dying.ts';

const settings = defaultPlacementSettings;
const tomorrow = instant(testNow + 24 * 60 * minute);

/** A plane with a scheduler that looks when it is told to, and a session that has a place tomorrow. */
async function aBookedSession() {
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
  /** Sends it, lets the scheduler look, and answers what the caller hears. */
  const ask = async (name: string, input: object, by: () => Promise<void> = look): Promise<unknown> => {
    const answer = call(name, input);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    await by();
    clock.step(2_000);
    return answer;
  };
  const session = (): Session => {
    const [first] = views.list('session');
    if (first === undefined) throw new Error('nothing is booked');
    return first.state;
  };
  const claims = () => views.list('worker').flatMap(({ state }) => Object.values(state.reservations));
  await ask('BookSession', { definitionId: demoDefinition, start: toIso(tomorrow), durationMinutes: 20 });
  return { ask, look, session, claims, clock, plane, call, views };
}

describe('a session that has a place', () => {
  test('is given more time, and its reservation with it', async () => {
    const { ask, session, claims } = await aBookedSession();
    const before = session();
    expect(await ask('ExtendSession', { sessionId: before.id, minutes: 10 })).toMatchObject({ ok: true });
    const { timeslot, placement, wish } = session();
    expect(timeslot).toEqual({ start: tomorrow, end: instant(tomorrow + 30 * minute) });
    expect(wish).toBeUndefined();
    expect(claims()).toMatchObject([{ until: placement?.until, from: before.placement?.from, confirmed: true }]);
    expect(placement?.until).toBe(instant((before.placement?.until ?? 0) + 10 * minute));
  });

  test('is given no more than its definition allows', async () => {
    const { ask, session } = await aBookedSession();
    const answer = await ask('ExtendSession', { sessionId: session().id, minutes: 1000 });
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'session.too-long' } });
  });

  test('is moved to another time, and its old place is free again', async () => {
    const { ask, session, claims } = await aBookedSession();
    const start = instant(tomorrow + 300 * minute);
    expect(await ask('MoveSession', { sessionId: session().id, start: toIso(start) })).toMatchObject({ ok: true });
    expect(session().timeslot).toEqual({ start, end: instant(start + 20 * minute) });
    expect(claims()).toMatchObject([{ id: session().placement?.reservationId, from: session().placement?.from }]);
  });

  test('is moved to the worker that was named, at the time it has', async () => {
    const { ask, session, claims, call } = await aBookedSession();
    const workerId = 'wkr_2';
    await call('PlanWorker', { workerId, template: 'metal', reason: 'one more' }, { role: 'scheduler' });
    expect(session().placement?.workerId).not.toBe(workerId);
    expect(await ask('MoveSession', { sessionId: session().id, workerId })).toMatchObject({ ok: true });
    expect(session()).toMatchObject({ timeslot: { start: tomorrow }, placement: { workerId } });
    expect(claims()).toMatchObject([{ id: session().placement?.reservationId, confirmed: true }]);
  });

  test('is placed anew when somebody asks for it', async () => {
    const { ask, look, session, claims, clock } = await aBookedSession();
    const before = session().placement?.reservationId;
    expect(await ask('RequeueSession', { sessionId: session().id })).toMatchObject({ ok: true });
    clock.step(settings.confirmWithinMs);
    await look();
    expect(session()).toMatchObject({ status: 'scheduled' });
    expect(session().placement?.reservationId).not.toBe(before);
    expect(claims()).toMatchObject([{ id: session().placement?.reservationId, confirmed: true }]);
  });

  test('is extended with others by one order, each by itself', async () => {
    const { ask, session, call, views } = await aBookedSession();
    const later = toIso(instant(tomorrow + 300 * minute));
    await ask('BookSession', { definitionId: demoDefinition, start: later, durationMinutes: 20 });
    const [first, second] = views.list('session').map(({ state }) => state);
    if (first === undefined || second === undefined) throw new Error('two are booked');
    await call('TerminateSession', { sessionId: second.id });
    const sessionIds = [first.id, second.id, first.id];
    expect(await ask('ChangeSessions', { sessionIds, action: 'extend', minutes: 10 })).toMatchObject({
      value: {
        body: {
          items: [
            { sessionId: first.id, done: true, message: expect.stringContaining('it ends at') },
            { sessionId: second.id, done: false, code: 'session.wrong-state' },
          ],
        },
      },
    });
    expect(session().timeslot?.end).toBe(instant(tomorrow + 30 * minute));
  });

  test('is placed anew at the time it was moved to, and for as long as it was extended', async () => {
    const { ask, look, session, clock } = await aBookedSession();
    const { id: sessionId } = session();
    const start = instant(tomorrow + 300 * minute);
    await ask('MoveSession', { sessionId, start: toIso(start) });
    await ask('ExtendSession', { sessionId, minutes: 10 });
    clock.step(tomorrow + 60 * minute - clock.now());
    await ask('RequeueSession', { sessionId });
    await look();
    expect(session()).toMatchObject({ status: 'scheduled', timeslot: { start, end: start + 30 * minute } });
  });

  test('has another name at once', async () => {
    const { call, session } = await aBookedSession();
    await call('RenameSession', { sessionId: session().id, name: 'Room 4' });
    expect(session().name).toBe('Room 4');
  });
});

const wishes = fc.constantFrom(
  { name: 'ExtendSession', input: { minutes: 10 } },
  { name: 'MoveSession', input: { start: toIso(instant(tomorrow + 10 * minute)) } },
  { name: 'MoveSession', input: { start: toIso(instant(tomorrow + 300 * minute)) } },
);

test('wherever the scheduler dies in answering a wish, its successor leaves one place and the time that goes with it', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, fc.integer({ min: 1, max: 5 }), fc.boolean(), async ({ name, input }, at, isHeard) => {
      const { ask, look, session, claims, clock, plane } = await aBookedSession();
      const dies = (): Promise<void> =>
        look(dying(plane.forService('scheduler'), { at, isHeard })).catch(() => undefined);
      await ask(name, { sessionId: session().id, ...input }, dies);
      await look();
      clock.step(settings.confirmWithinMs);
      await look();
      await look();
      const { placement, wish, wishAnswer } = session();
      expect([wish, wishAnswer?.granted]).toEqual([undefined, true]);
      const { reservationId: id, from, until } = placement ?? {};
      expect(claims()).toMatchObject([{ id, from, until, confirmed: true }]);
    }),
    { numRuns: 30 },
  );
});
