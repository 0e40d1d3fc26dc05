import { SessionId, type SessionReport } from '@lcm/core/domain/session';
import { minute, testNow } from '@lcm/core/domain/testing';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

function fence(election: string) {
  return { fence: { election, token: 1 }, correlationId: 'test' };
}

/** A session that is brought up on a worker which drains by force. */
async function world() {
  const { call, clock, views, plane } = await openTestPlane();
  await furnish(call);
  await call('CreateWorker', { template: 'metal' });
  const workerId = WorkerId.parse(views.list('worker')[0]?.state.id ?? '');
  for (const report of [
    { type: 'launched', launch: 1, instanceId: 'i-1' },
    { type: 'host', launch: 1, status: 'running', reason: 'up' },
  ]) {
    const expectedVersion = views.get('worker', workerId)?.version;
    await call('ReportWorker', { workerId, expectedVersion, report }, { role: 'worker-controller' });
  }
  const booking = call('BookSession', { definitionId: demoDefinition });
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  clock.step(2_000);
  await booking;
  const sessionId = SessionId.parse(views.list('session')[0]?.state.id ?? '');
  const [start, end] = [testNow, instant(testNow + 60 * minute)];
  const of = { workerId, workerName: 'w1', reservationId: ReservationId.parse('res_1'), ports: {}, why: 'fits' };
  const placement = { ...of, from: start, until: end };
  const verdict = { decidedAt: testNow, placed: true, summary: 'fits', workers: [], wouldHelp: [] };
  const place = { sessionId, placement, timeslot: { start, end }, verdict };
  await plane.forService('scheduler').send('ScheduleSession', place, fence('resource-scheduler'));
  await call('DrainWorker', { workerId });
  await call('ForceDrain', { workerId, reason: 'it has to go now' });
  const report = async (seen: SessionReport) => {
    const expectedVersion = views.get('session', sessionId)?.version ?? 0;
    const input = { sessionId, expectedVersion, report: seen };
    return plane.forService('lablet-controller').send('ReportSession', input, fence('lablet-controller'));
  };
  return { call, workerId, report, status: () => views.get('session', sessionId)?.state.status };
}

const taken = { type: 'host-taken', reason: 'w1 was taken from it by force' } as const;

test('a session leaves its host while the drain of that is forced', async () => {
  const { report, status } = await world();
  expect(await report(taken)).toMatchObject({ ok: true });
  expect(status()).not.toBe('scheduled');
});

test('a session keeps its host when the drain was cancelled before anybody said that it is taken', async () => {
  const { call, workerId, report, status } = await world();
  expect(await call('CancelDrain', { workerId })).toMatchObject({ ok: true });
  expect(await report(taken)).toMatchObject({ rejection: { code: 'session.host-not-taken' } });
  expect(status()).toBe('scheduled');
});
