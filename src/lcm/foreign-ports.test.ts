import { demoDefinition, furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { type LabReport, labRecordIdOf } from '@lcm/core/domain/lab';
import { testNow } from '@lcm/core/domain/testing';
import { WorkerId } from '@lcm/core/domain/worker';
import { SeededRandom, toIso } from '@lcm/core/kernel';
import { defaultPlacementSettings as settings } from '@lcm/core/placement';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import { expect, test } from 'vitest';

const workerId = WorkerId.parse('wkr_1');
const times = { createdAt: toIso(testNow), modifiedAt: toIso(testNow) };

function firstFence() {
  return { election: 'resource-scheduler', token: 1 };
}

/** A worker, and a lab on it that somebody made by hand with nodes that listen on these ports. */
async function world(ports: readonly number[]) {
  const opened = await openTestPlane();
  await furnish(opened.call);
  await opened.call('PlanWorker', { workerId, template: 'metal', reason: 'test' }, { role: 'scheduler' });
  const lab = { workerId, launch: 1, cmlLabId: 'a', ...times };
  const seen = { title: 'By hand', rawState: 'STARTED', owner: 'bob', nodeCount: 1, linkCount: 0, sighting: 'booted' };
  const held = ports.map((port) => ({ label: 'R1', protocol: 'serial', port }));
  const report: { readonly type: LabReport['type']; readonly lab: object } = {
    type: 'seen',
    lab: { ...lab, ...seen, ports: held },
  };
  const of = { labRecordId: labRecordIdOf({ workerId, launch: 1, cmlLabId: 'a' }), expectedVersion: 0 };
  const reported = await opened.call('ReportLab', { ...of, report }, { role: 'lablet-controller' });
  expect(reported.ok).toBe(true);
  return opened;
}

test('the scheduler gives a session no port that a lab made by hand holds', async () => {
  const { call, clock, plane, views } = await world([2000, 2001, 2003]);
  const booked = call('BookSession', { definitionId: demoDefinition });
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  clock.step(2_000);
  await booked;
  const controlPlane = plane.forService('scheduler');
  const scheduler = scheduleReconciler({
    controlPlane,
    clock,
    random: new SeededRandom(1),
    settings,
    fence: firstFence,
  });
  await scheduler.reconcile('fleet', new AbortController().signal);
  expect(views.list('session')[0]?.state.placement).toMatchObject({ workerId, ports: { PC1_serial: 2002 } });
});

test('a dry run says how many ports labs hold that no session has, and not which', async () => {
  const { call } = await world(Array.from({ length: 30 }, (_, index) => 2000 + index));
  // No new worker is a way out.
  await call('DeleteTemplate', { name: 'metal' });
  const dry = await call('DryRunSession', { definitionId: demoDefinition }, { role: 'user', id: 'uma' });
  expect(JSON.stringify(dry)).not.toContain('2007');
  expect(dry).toMatchObject({
    ok: true,
    value: { body: { placed: false, workers: [{ short: { ports: 1 }, foreignPorts: 30 }] } },
  });
});
