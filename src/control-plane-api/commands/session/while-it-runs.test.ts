import { SessionId, type SessionReport } from '@lcm/core/domain/session';
import { aRunningWorker, minute, testNow } from '@lcm/core/domain/testing';
import { ReservationId } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const uma = { role: 'user', id: 'uma' } as const;
const mia = { role: 'manager', id: 'mia' } as const;

function fence(election: string) {
  return { fence: { election, token: 1 }, correlationId: 'test' };
}

/** A session of uma's that has its place and is being brought up. */
async function world() {
  const opened = await openTestPlane();
  const { call, clock, views, plane } = opened;
  await furnish(call);
  const booking = call('BookSession', { definitionId: demoDefinition }, uma);
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  clock.step(2_000);
  await booking;
  const sessionId = SessionId.parse(views.list('session')[0]?.state.id ?? '');
  const worker = aRunningWorker();
  const [from, until] = [testNow, instant(testNow + 90 * minute)];
  const placement = {
    workerId: worker.id,
    workerName: 'w1',
    reservationId: ReservationId.parse('res_1'),
    from,
    until,
    ports: {},
    why: 'fits',
  };
  const verdict = { decidedAt: testNow, placed: true, summary: 'fits', workers: [], wouldHelp: [] };
  const session = () => views.list('session')[0]?.state;
  await plane
    .forService('scheduler')
    .send(
      'ScheduleSession',
      { sessionId, placement, timeslot: { start: from, end: until }, verdict },
      fence('resource-scheduler'),
    );
  const report = async (seen: SessionReport): Promise<void> => {
    const expectedVersion = views.get('session', sessionId)?.version ?? 0;
    const input = { sessionId, expectedVersion, report: seen };
    await plane.forService('lablet-controller').send('ReportSession', input, fence('lablet-controller'));
  };
  await report({ type: 'instantiation-started' });
  const step = { pipeline: 'instantiate', step: 'await_worker' } as const;
  await report({ type: 'step-started', ...step, message: 'begun' });
  return { ...opened, sessionId, session, report };
}

describe('steps', () => {
  test('are tried again by operators, with the reason, and by nobody else', async () => {
    const { call, session, sessionId } = await world();
    const order = { sessionId, pipeline: 'instantiate', step: 'await_worker' };
    expect(await call('RetrySessionStep', order, uma)).toMatchObject({ rejection: { code: 'access.denied' } });
    expect(await call('RetrySessionStep', { ...order, reason: 'it is up' }, mia)).toMatchObject({ ok: true });
    expect(session()?.progress.instantiate).toMatchObject({ await_worker: { attempts: 1, message: 'it is up' } });
  });

  test('are skipped with a reason, where that is possible', async () => {
    const { call, sessionId, session } = await world();
    const skip = (step: string, reason?: string) =>
      call('SkipSessionStep', { sessionId, pipeline: 'instantiate', step, reason }, mia);
    expect(await skip('publish_devices')).toMatchObject({ rejection: { code: 'request.invalid' } });
    expect(await skip('start_lab', 'no time')).toMatchObject({ rejection: { code: 'session.step-needed' } });
    expect(await skip('dance', 'no time')).toMatchObject({ rejection: { code: 'session.no-such-step' } });
    expect(await skip('publish_devices', 'no consoles needed')).toMatchObject({ ok: true });
    expect(session()?.progress.instantiate).toMatchObject({ publish_devices: { status: 'skipped' } });
  });
});

describe('a reset', () => {
  test('is for operators unless the definition allows it to its owner, and never for others', async () => {
    const { call, sessionId } = await world();
    const reset = (as: Parameters<typeof call>[2]) => call('ResetSession', { sessionId }, as);
    expect(await reset(uma)).toMatchObject({ rejection: { code: 'session.reset-not-allowed' } });
    expect(await reset({ role: 'user', id: 'oto' })).toMatchObject({ rejection: { code: 'session.unknown' } });
    expect(await reset(mia)).toMatchObject({ rejection: { code: 'session.wrong-state' } });
  });
});

describe('a restart', () => {
  test('waits until the session is over', async () => {
    const { call, sessionId } = await world();
    expect(await call('RestartSession', { sessionId }, uma)).toMatchObject({
      rejection: { code: 'session.wrong-state' },
    });
  });

  test('is a new booking of its owner that begins with what was kept', async () => {
    const { call, clock, views, sessionId, report } = await world();
    await report({ type: 'ended', outcome: 'terminated', reason: 'asked' });
    const answer = call('RestartSession', { sessionId, durationMinutes: 30 }, mia);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    clock.step(2_000);
    expect(await answer).toMatchObject({ ok: true });
    const fresh = views.list('session').find(({ state }) => state.id !== sessionId)?.state;
    expect(fresh).toMatchObject({
      restartOf: sessionId,
      ownerId: 'uma',
      bookedBy: 'mia',
      wanted: { durationMinutes: 30 },
    });
  });
});
