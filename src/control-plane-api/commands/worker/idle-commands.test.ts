import { hour, minute } from '@lcm/core/domain/testing';
import { expect, test } from 'vitest';
import { type Call, furnish, openTestPlane } from '../../testing/plane.ts';

const controller = { role: 'worker-controller' } as const;
const scheduler = { role: 'scheduler' } as const;

/** A running worker with CML on it that nobody has used for two hours. */
async function anUnusedWorker() {
  const { call, views, clock } = await openTestPlane();
  await furnish(call);
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const report = async (seen: object) => {
    const expectedVersion = views.get('worker', workerId)?.version;
    return call('ReportWorker', { workerId, expectedVersion, report: { launch: 1, ...seen } }, controller);
  };
  await report({ type: 'launched', instanceId: 'i-1' });
  await report({ type: 'host', status: 'running', reason: 'up' });
  await report({ type: 'service', status: 'available' });
  await report({ type: 'activity', activity: { labs: 0, running: 0, byHand: 0 } });
  clock.step(2 * hour);
  return { call, clock, workerId, report, worker: () => views.get('worker', workerId)?.state };
}

async function askToRest(call: Call, workerId: string) {
  return call('AskWorker', { workerId, to: 'stopped', reason: 'nobody uses it', cause: 'idle' }, scheduler);
}

async function statusOf(call: Call, workerId: string): Promise<unknown> {
  const answer = await call('GetIdleStatus', { workerId }, { role: 'user' });
  return answer.ok ? answer.value.body : answer.rejection;
}

test('a worker that nobody uses is stopped by the scheduler, and says by whom and since when', async () => {
  const { call, workerId, worker, clock } = await anUnusedWorker();
  expect(await statusOf(call, workerId)).toMatchObject({ idle: true, because: [] });
  expect(await askToRest(call, workerId)).toMatchObject({ ok: true });
  expect(worker()).toMatchObject({
    desired: 'stopped',
    desiredCause: { kind: 'idle', by: 'scheduler', since: clock.now() - 2 * hour },
  });
});

test('the worker judges by what it knows itself: a scheduler that has not seen the latest is refused with what it is', async () => {
  const { call, workerId, report } = await anUnusedWorker();
  await report({ type: 'activity', activity: { labs: 2, running: 2, byHand: 2 } });
  expect(await askToRest(call, workerId)).toMatchObject({
    ok: false,
    rejection: { code: 'worker.not-idle', message: expect.stringContaining('2 labs run on it, 2 made by hand') },
  });
});

test('an operator snoozes it for an hour unless they say how long, and everybody sees until when', async () => {
  const { call, clock, workerId } = await anUnusedWorker();
  expect(await call('SnoozeWorker', { workerId }, { role: 'manager' })).toMatchObject({ ok: true });
  expect(await askToRest(call, workerId)).toMatchObject({ rejection: { code: 'worker.not-idle' } });
  const stopsAt = new Date(clock.now() + 60 * minute).toISOString();
  expect(await statusOf(call, workerId)).toMatchObject({ idle: false, stopsAt, because: [{ why: 'snoozed' }] });
  expect(await call('SnoozeWorker', { workerId, minutes: 0 })).toMatchObject({ ok: true });
  expect(await askToRest(call, workerId)).toMatchObject({ ok: true });
});

test('idle detection is switched off and on for one worker, and that is in its history', async () => {
  const { call, workerId } = await anUnusedWorker();
  await call('SetIdleDetection', { workerId, enabled: false, reason: 'a course all day' });
  expect(await askToRest(call, workerId)).toMatchObject({ rejection: { code: 'worker.not-idle' } });
  expect(await statusOf(call, workerId)).toMatchObject({ because: [{ why: 'detection-off' }] });
  await call('SetIdleDetection', { workerId, enabled: true });
  expect(await askToRest(call, workerId)).toMatchObject({ ok: true });
  const history = await call('GetHistory', { kind: 'worker', id: workerId });
  expect(JSON.stringify(history)).toContain('a course all day');
});

test.each(['user', 'lab-author'] as const)('a %s may not snooze', async (role) => {
  const { call, workerId } = await anUnusedWorker();
  expect(await call('SnoozeWorker', { workerId }, { role })).toMatchObject({ rejection: { code: 'access.denied' } });
});
