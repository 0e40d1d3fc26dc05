import { furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import type { SnapshotId } from '@lcm/core/domain/snapshot';
import type { Worker, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock } from '@lcm/core/kernel';
import type { CmlServer } from '@lcm/core/ports/cml';
import type { Next, Reconciler } from '@lcm/core/reconcile';
import { openWorld, smallTopology } from '@lcm/simulated-world/testing/open-world';
import { parseConfig } from '@lcm/worker-controller/config';
import { defaultSnapshotSettings } from '@lcm/worker-controller/snapshot/deps';
import { snapshotReconciler } from '@lcm/worker-controller/snapshot/snapshot-reconciler';
import { workerReconciler } from '@lcm/worker-controller/worker/worker-reconciler';
import { expect, onTestFinished, test } from 'vitest';

const longestWaitMs = 60_000;

/** The control plane and the worker controller's work over the world's protocols; time only goes on while something is waited for. */
async function theProduct() {
  const clock = new FakeClock(1_780_000_000_000);
  const { port, snapshots, instances, cml, close } = await openWorld(clock, 94);
  onTestFinished(close);
  const { plane, call, views } = await openTestPlane({ clock });
  await furnish(call);
  const controlPlane = plane.forService('worker-controller');
  const leadership = { fence: () => ({ election: 'worker-controller', token: 1 }), mayAct: () => true };
  const config = parseConfig({
    CML_WORKER_API_PASSWORD: 'secret',
    CML_WORKER_API_PORT: String(port),
    CML_LICENSE_TOKEN: 'GOODTOKEN',
  });
  const shared = { ...config, controlPlane, clock, leadership };
  const workers = workerReconciler({ ...shared, instances, cml });
  const coordination = new EmbeddedCoordination({ clock });
  const ofSnapshots = { ...shared, settings: defaultSnapshotSettings, coordination, snapshots };
  const disks = snapshotReconciler(ofSnapshots);

  const worker = (name: string): Worker => {
    const found = views.list('worker').find(({ state }) => state.name === name);
    if (found === undefined) throw new Error(`there is no worker ${name}`);
    return found.state;
  };
  const server = (name: string): CmlServer =>
    cml.at({ url: worker(name).endpoint ?? '', username: 'admin', password: 'secret' });
  const until = async <Key extends string>(reconciler: Reconciler<Key>, key: Key, holds: () => boolean) => {
    // Servers answer in real time: the limit of the test is the limit of the patience.
    while (!holds()) {
      const next = await reconciler.reconcile(key, new AbortController().signal).catch(failed);
      clock.step(next.kind === 'settled' ? longestWaitMs : Math.min(next.afterMs, longestWaitMs));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const becomes = async (id: WorkerId, holds: (worker: Worker) => boolean): Promise<void> =>
    until(workers, id, () => views.list('worker').some(({ state }) => state.id === id && holds(state)));
  const completes = async (id: SnapshotId): Promise<void> =>
    until(disks, id, () => views.get('snapshot', id)?.state.imageId !== undefined);
  return { call, views, worker, server, becomes, completes };
}

function failed(): Next {
  return { kind: 'again', afterMs: 10_000, because: 'it failed' };
}

function isUp({ service, license }: Worker): boolean {
  return service === 'available' && license.status === 'registered';
}

test('a worker of a snapshot has the labs of the original, and a licence of its own', async () => {
  const { call, views, worker, server, becomes, completes } = await theProduct();
  await call('CreateWorker', { template: 'metal', name: 'exam-room-1' });
  const { id: original } = worker('exam-room-1');
  await becomes(original, isUp);
  const lab = await server('exam-room-1').importLab(smallTopology, 'kept');

  await call('CreateSnapshot', { workerId: original, description: 'with the lab' });
  const snapshotId = views.list('snapshot')[0]?.state.id;
  if (snapshotId === undefined) throw new Error('there is no snapshot');
  await completes(snapshotId);
  await server('exam-room-1').importLab(smallTopology, 'too late for the snapshot');
  expect(await call('TerminateWorker', { workerId: original })).toMatchObject({ ok: true });
  await becomes(original, ({ status }) => status === 'terminated');

  expect(await call('RestoreSnapshot', { snapshotId, name: 'exam-room-2' })).toMatchObject({ ok: true });
  const { id: restored } = worker('exam-room-2');
  await becomes(restored, ({ service }) => service === 'available');
  expect(worker('exam-room-2').license.status).not.toBe('registered');
  expect(await server('exam-room-2').labs()).toMatchObject([{ id: lab, title: 'kept' }]);
  await becomes(restored, isUp);
  expect((await server('exam-room-2').licensing()).registration).toBe('COMPLETED');
});
