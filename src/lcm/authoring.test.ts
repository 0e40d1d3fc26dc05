import { readFileSync } from 'node:fs';
import { openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { builtInGradingEngine } from '@lcm/core/adapters/grading-engine/built-in-grading-engine';
import { UploadedDefinition } from '@lcm/core/contracts/lab-upload';
import { SessionId } from '@lcm/core/domain/session';
import { aTemplate, hour, minute } from '@lcm/core/domain/testing';
import { WorkerId } from '@lcm/core/domain/worker';
import { instant, SeededRandom, toIso } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import { gradingEnginesOf } from '@lcm/core/ports/grading-engine';
import { oneDelivery } from '@lcm/core/ports/lab-delivery';
import { sessionReconciler } from '@lcm/lablet-controller/session/session-reconciler';
import { FakeDelivery } from '@lcm/lablet-controller/testing/fake-delivery';
import { FakeLabs } from '@lcm/lablet-controller/testing/fake-labs';
import { scheduleReconciler } from '@lcm/resource-scheduler/schedule/schedule-reconciler';
import { expect, test } from 'vitest';

const yaml = readFileSync(new URL('../../content/prep-ntp/cml.yaml', import.meta.url), 'utf8');
const worker = WorkerId.parse('wkr_1');

function election(name: string) {
  return () => ({ election: name, token: 1 });
}

type Opened = Awaited<ReturnType<typeof openTestPlane>>;

/** A host that is up, as its controller would have told. */
async function aRunningHost({ call }: Opened): Promise<void> {
  const { updatedAt: _, ...template } = aTemplate();
  const capacity = { cpuCores: 48, memoryMiB: 196_608, storageGiB: 200, nodes: 40 };
  await call('DefineTemplate', { ...template, spec: { ...template.spec, capacity } });
  await call('PlanWorker', { workerId: worker, template: 'metal', reason: 'test' }, { role: 'scheduler' });
  await call('AskWorker', { workerId: worker, to: 'running', reason: 'test' }, { role: 'scheduler' });
  const launch = 1;
  const reports = [
    { type: 'launched', launch, instanceId: 'i-1' },
    { type: 'host', launch, status: 'running', reason: 'up', publicIp: '192.0.2.1' },
    { type: 'service', launch, status: 'available', endpoint: 'https://192.0.2.1', cmlVersion: '2.9.0' },
    { type: 'license', launch, license: { status: 'registered' } },
  ];
  for (const report of reports) {
    const expectedVersion = await versionOf(call);
    await call('ReportWorker', { workerId: worker, expectedVersion, report }, { role: 'worker-controller' });
  }
}

async function versionOf(call: Opened['call']): Promise<number> {
  const answer = await call('GetWorker', { workerId: worker });
  const body: unknown = answer.ok ? answer.value.body : undefined;
  return typeof body === 'object' && body !== null && 'version' in body ? Number(body.version) : 0;
}

test('a lab that was uploaded is booked, brought up with its own nodes, and given back', async () => {
  const opened = await openTestPlane();
  const { plane, call, clock, views } = opened;
  await aRunningHost(opened);
  const uploaded = await call('UploadDefinition', { yaml, slug: 'mine', durationMinutes: 60 }, { role: 'lab-author' });
  const { id: definitionId } = UploadedDefinition.parse(uploaded.ok ? uploaded.value.body : uploaded.rejection);
  const start = toIso(instant(clock.now() + hour));
  const booked = call('BookSession', { definitionId, start }, { role: 'user', id: 'uma' });
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  clock.step(2_000);
  await booked;
  const session = () => views.list('session')[0]?.state;
  const schedule = scheduleReconciler({
    controlPlane: plane.forService('scheduler'),
    clock,
    random: new SeededRandom(1),
    settings: { ...defaultPlacementSettings, idleMs: hour },
    fence: election('resource-scheduler'),
  });
  const labs = new FakeLabs(clock);
  const delivery = new FakeDelivery();
  const lablets = sessionReconciler({
    controlPlane: plane.forService('lablet-controller'),
    cml: labs,
    deliveries: oneDelivery(delivery),
    blobs: plane.deps.blobs,
    clock,
    leadership: { fence: election('lablet-controller'), mayAct: () => true },
    cmlAccess: { username: 'admin', password: 'secret' },
    deviceHostOf: ({ publicIp }) => publicIp,
    graders: gradingEnginesOf(builtInGradingEngine(clock), undefined),
    pollMs: 45_000,
  });
  const sessionId = SessionId.parse(session()?.id ?? '');
  const { signal } = new AbortController();
  const live = async (until: string): Promise<void> => {
    for (let look = 0; look < 600 && session()?.status !== until; look += 1) {
      await schedule.reconcile('fleet', signal);
      const next = await lablets.reconcile(sessionId, signal);
      clock.step(next.kind === 'settled' ? minute : Math.min(next.afterMs, minute));
    }
  };
  await live('ready');
  expect(session()).toMatchObject({ status: 'ready', placement: { workerId: worker } });
  expect(labs.effects[0]).toBe('import');
  await call('TerminateSession', { sessionId: session()?.id }, { role: 'user', id: 'uma' });
  await live('archived');
  expect(session()).toMatchObject({ status: 'archived', outcome: { result: 'terminated' } });
  expect(labs.remaining).toEqual([]);
  expect(delivery.open).toBe(0);
});
