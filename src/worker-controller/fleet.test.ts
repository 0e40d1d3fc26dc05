import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { stateKey } from '@lcm/core/contracts/state-keys';
import { WorkerId } from '@lcm/core/domain/worker';
import { SeededRandom, VirtualClock } from '@lcm/core/kernel';
import type { InstancesQuery, SeenInstance } from '@lcm/core/ports/instances';
import { expect, test } from 'vitest';
import { composeWorkerController } from './compose.ts';
import { parseConfig } from './config.ts';
import { aCreatedWorker } from './testing/a-worker.ts';
import { FakeCloud } from './testing/fake-cloud.ts';
import { FakeSnapshots } from './testing/fake-snapshots.ts';

const minute = 60_000;

class CountingCloud extends FakeCloud {
  /** How many instances each call asked about by their ids. */
  readonly asked: number[] = [];

  override async list(query: InstancesQuery): Promise<readonly SeenInstance[]> {
    if (query.ids !== undefined) this.asked.push(query.ids.length);
    return super.list(query);
  }
}

/** Hosts that somebody else launched, each with a worker that knows of it and nothing more. */
async function aFleet(size: number) {
  const clock = new VirtualClock({ start: 1_767_600_000_000 });
  const cloud = new CountingCloud(clock);
  const controlPlane = new MemoryControlPlane(clock);
  const coordination = new EmbeddedCoordination({ clock });
  const { spec } = aCreatedWorker();
  for (let number = 1; number <= size; number += 1) {
    const id = WorkerId.parse(`wkr_${number}`);
    const { id: instanceId } = cloud.appear();
    const at = clock.now();
    controlPlane.workers.append(id, [
      aCreatedWorker({ id, name: id, spec: { ...spec, registersLicense: false } }, at),
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId, at },
      { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'it was launched', at },
    ]);
    await coordination.put(stateKey(`worker/${id}`), '');
  }
  const observed = { looks: 0 };
  const controller = composeWorkerController(parseConfig({ CML_WORKER_API_PASSWORD: 'secret' }), {
    clock,
    controlPlane,
    coordination,
    random: new SeededRandom(1),
    name: 'one',
    instances: cloud,
    snapshots: new FakeSnapshots(clock),
    cml: cloud,
    hostMetrics: { read: async () => [] },
    observer: {
      reconciled: ({ reconciler }) => {
        if (reconciler === 'worker') observed.looks += 1;
      },
    },
  });
  return { clock, cloud, controlPlane, controller, observed };
}

test('a fleet comes up and is kept in sight by a few questions to EC2, each about many', async () => {
  const { clock, cloud, controlPlane, controller, observed } = await aFleet(150);
  const stop = new AbortController();
  const ended = controller.run(stop.signal);
  await clock.advance(10 * minute);
  stop.abort();
  await clock.advance(minute);
  await ended;
  const up = controlPlane.workers.all().filter(({ service }) => service === 'available');
  expect(up).toHaveLength(150);
  expect(observed.looks).toBeGreaterThan(150 * 20);
  expect(cloud.asked.length).toBeLessThan(observed.looks / 20);
  expect(cloud.asked).toContain(100);
});
