import { furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { hour, minute } from '@lcm/core/domain/testing';
import { SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import { expect, test } from 'vitest';

/** A running worker that nobody has used for 40 minutes, and a scheduler that runs all the time. */
async function anUnusedWorker() {
  const { call, views, clock, plane } = await openTestPlane();
  await furnish(call);
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const seen = [
    { type: 'launched', instanceId: 'i-1' },
    { type: 'host', status: 'running', reason: 'up' },
    { type: 'service', status: 'available' },
    { type: 'activity', activity: { labs: 0, running: 0, byHand: 0 } },
  ];
  for (const one of seen) {
    const report = { launch: 1, ...one };
    const expectedVersion = views.get('worker', workerId)?.version;
    await call('ReportWorker', { workerId, expectedVersion, report }, { role: 'worker-controller' });
  }
  clock.step(40 * minute);
  const scheduler = scheduleReconciler({
    controlPlane: plane.forService('scheduler'),
    clock,
    random: new SeededRandom(1),
    settings: defaultPlacementSettings,
    fence: () => ({ election: 'resource-scheduler', token: 1 }),
  });
  const round = async () => {
    await scheduler.reconcile('fleet', new AbortController().signal);
    return views.get('worker', workerId)?.state.desired;
  };
  return { call, clock, round };
}

test('a setting that is changed between two rounds counts in the second, in whatever process', async () => {
  const { call, round } = await anUnusedWorker();
  expect(await round()).toBe('running');
  await call('ChangeSettings', { values: { 'idle.minutes': 30 } });
  expect(await round()).toBe('stopped');
});

test('while stopping unused workers is switched off for all, none is', async () => {
  const { call, clock, round } = await anUnusedWorker();
  await call('ChangeSettings', { values: { 'idle.enabled': false } });
  clock.step(10 * hour);
  expect(await round()).toBe('running');
  await call('ResetSetting', { name: 'idle.enabled' });
  expect(await round()).toBe('stopped');
});

test('as many workers of a region as shall be left running are', async () => {
  const { call, clock, round } = await anUnusedWorker();
  await call('ChangeSettings', { values: { 'fleet.minRunningPerRegion': 1 } });
  clock.step(10 * hour);
  expect(await round()).toBe('running');
});
