import { SessionCost } from '@lcm/core/contracts/cost';
import type { Placement, SessionEvent } from '@lcm/core/domain/session';
import { SessionId } from '@lcm/core/domain/session';
import { aDefinitionContent, aTemplate, minute, testNow } from '@lcm/core/domain/testing';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import { openLabPlane } from '../../testing/lab-plane.ts';
import { demoDefinition } from '../../testing/plane.ts';

const uma = { role: 'user', id: 'uma' } as const;
const uli = { role: 'user', id: 'uli' } as const;
const [one, two] = [WorkerId.parse('wkr_1'), WorkerId.parse('wkr_2')];

function after(minutes: number): Instant {
  return instant(testNow + minutes * minute);
}

function place(workerId: WorkerId, from: number, until: number): Placement {
  const reservationId = ReservationId.parse(`res_${from}${workerId.slice(4)}`);
  return { workerId, workerName: workerId, reservationId, from: after(from), until: after(until), ports: {}, why: '' };
}

const verdict = { decidedAt: testNow, placed: true, summary: '', workers: [], wouldHelp: [] };

function placed(
  type: 'SessionScheduled' | 'SessionMoved' | 'SessionReplaced',
  at: number,
  placement: Placement,
): SessionEvent {
  const timeslot = { start: placement.from, end: placement.until };
  return { type, placement, timeslot, verdict, at: after(at) };
}

/** A session of uma's, and what is then decided of it. */
async function opened() {
  const on = await openLabPlane();
  const { plane, commit } = on;
  const { call } = plane;
  await call('PlanWorker', { workerId: two, template: 'metal', reason: 'test' }, { role: 'scheduler' });
  const booking = call('BookSession', { definitionId: demoDefinition }, uma);
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  plane.clock.step(2_000);
  await booking;
  const sessionId = SessionId.parse(plane.views.list('session')[0]?.state.id ?? '');
  const happens = async (...events: readonly SessionEvent[]) => {
    for (const event of events) {
      if (event.at > plane.clock.now()) plane.clock.step(event.at - plane.clock.now());
      await commit(sessions, sessionId, [event]);
    }
  };
  const costAt = async (minutes: number) => {
    plane.clock.step(after(minutes) - plane.clock.now());
    return SessionCost.parse(await on.answer('GetSessionCost', { sessionId }, uma));
  };
  return { ...on, sessionId, happens, costAt };
}

const { capacity, hourlyCostUsd } = aTemplate().spec;
const { needs } = aDefinitionContent;
const share = Math.max(
  needs.cpuCores / capacity.cpuCores,
  needs.memoryMiB / capacity.memoryMiB,
  needs.nodes / capacity.nodes,
);
const usdPerHour = hourlyCostUsd * share;

test('a session costs its share of its worker, so far and as it is booked', async () => {
  const { happens, costAt } = await opened();
  expect(await costAt(1)).toMatchObject({ stays: [], soFarUsd: 0, totalUsd: 0 });
  await happens(placed('SessionScheduled', 1, place(one, 60, 180)));
  expect(await costAt(30)).toMatchObject({ soFarUsd: 0, totalUsd: expect.closeTo(2 * usdPerHour, 9) });
  const begun = await costAt(90);
  expect(begun).toMatchObject({
    soFarUsd: expect.closeTo(usdPerHour / 2, 9),
    totalUsd: expect.closeTo(2 * usdPerHour, 9),
  });
  expect(begun.stays).toMatchObject([{ workerId: one, from: after(60), until: after(180), hourlyCostUsd, share }]);
});

test('a place that was given back before it began has cost nothing, and a lost worker nothing from then on', async () => {
  const { happens, costAt } = await opened();
  await happens(
    placed('SessionScheduled', 1, place(one, 60, 180)),
    placed('SessionMoved', 20, place(two, 60, 180)),
    { type: 'SessionInstantiationStarted', at: after(60) },
    { type: 'SessionHostLost', reason: 'EC2 has ended it', at: after(90) },
    placed('SessionReplaced', 100, place(one, 60, 180)),
  );
  const { stays, soFarUsd } = await costAt(130);
  expect(stays.map(({ workerId, from, until }) => [workerId, from, until])).toEqual([
    [two, after(60), after(90)],
    [one, after(100), after(180)],
  ]);
  expect(soFarUsd).toBeCloseTo(usdPerHour, 9);
});

test('what a session has cost stays so when it has ended, before its time or after', async () => {
  const { happens, costAt } = await opened();
  await happens(placed('SessionScheduled', 1, place(one, 60, 180)));
  const late = await costAt(190);
  expect(late).toMatchObject({ soFarUsd: expect.closeTo((usdPerHour * 130) / 60, 9), totalUsd: late.soFarUsd });
  await happens({ type: 'SessionEnded', status: 'terminated', reason: 'asked for', at: after(190) });
  expect(await costAt(600)).toEqual(late);
});

test('what a session costs is told to its owner and to operators only', async () => {
  const { refusal, sessionId } = await opened();
  expect(await refusal('GetSessionCost', { sessionId }, uli)).toMatch(/^session.unknown/);
  expect(await refusal('GetSessionCost', { sessionId }, { role: 'manager', id: 'mia' })).toBe('taken');
});
