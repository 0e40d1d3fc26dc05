import { hour, testNow } from '@lcm/core/domain/testing';
import { instant, toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { furnish, openTestPlane } from '../../testing/plane.ts';

async function aWorker() {
  const { call, views } = await openTestPlane();
  await furnish(call);
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  return { call, workerId, worker: () => views.get('worker', workerId)?.state };
}

const tomorrow = {
  from: toIso(instant(testNow + 24 * hour)),
  until: toIso(instant(testNow + 26 * hour)),
  reason: 'CML 2.10',
};

test('an admin plans maintenance and gives the time back, a manager does not', async () => {
  const { call, workerId, worker } = await aWorker();
  const asked = { workerId, ...tomorrow };
  expect(await call('PlanMaintenance', asked, { role: 'manager' })).toMatchObject({ ok: false });
  expect(await call('PlanMaintenance', asked)).toMatchObject({ ok: true });
  const [window] = worker()?.maintenance ?? [];
  expect(window).toMatchObject({ keepsUp: true, reason: 'CML 2.10', by: 'admin' });
  expect(await call('PlanMaintenance', asked)).toMatchObject({
    rejection: { code: 'worker.maintenance-overlaps', message: expect.stringContaining(tomorrow.from) },
  });
  await call('CancelMaintenance', { workerId, maintenanceId: window?.id });
  expect(worker()?.maintenance).toEqual([]);
});

test('an operator gives a worker hours and takes them away; a zone that does not exist is named', async () => {
  const { call, workerId, worker } = await aWorker();
  const timetable = { zone: 'Europe/Zurich', hours: [{ days: ['mon'], from: '08:00', until: '18:00' }] };
  expect(await call('SetTimetable', { workerId, ...timetable, zone: 'Europe/Bern' })).toMatchObject({
    rejection: { code: 'request.unprocessable' },
  });
  await call('SetTimetable', { workerId, ...timetable }, { role: 'manager' });
  expect(worker()?.timetable).toEqual(timetable);
  await call('RemoveTimetable', { workerId }, { role: 'manager' });
  expect(worker()?.timetable).toBeUndefined();
});
