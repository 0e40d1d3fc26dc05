import { LabRecordId } from '@lcm/core/domain/lab';
import { CmlError, cmlLabId } from '@lcm/core/ports/cml';
import { expect, test } from 'vitest';
import { LabWorld } from '../testing/lab-world.ts';
import { labStatisticsReconciler } from './lab-statistics-reconciler.ts';

const signal = new AbortController().signal;
const handmade = cmlLabId('lab-1');
const still = { cpuPercent: 0, memoryPercent: 0, diskReadBytes: 0, diskWrittenBytes: 0 };
const busy = { cpuPercent: 6, diskReadBytes: 300, diskWrittenBytes: 16 };

async function running(world: LabWorld) {
  const { id } = await world.foundLab();
  await world.hosts[0].startLab(handmade);
  world.clock.step(600_000);
  return id;
}

test('what a lab does is read when somebody looks: nothing while it is off, its figures while it runs', async () => {
  const world = new LabWorld();
  const { id } = await world.foundLab();
  const look = async () => labStatisticsReconciler(world.deps()).reconcile(id, signal);
  await look();
  await world.hosts[0].startLab(handmade);
  world.clock.step(600_000);
  await look();
  expect(world.controlPlane.labReadings).toEqual([
    {
      labRecordId: id,
      at: world.clock.now() - 600_000,
      nodes: ['R1', 'R2'].map((label) => ({ label, state: 'DEFINED_ON_CORE', ...still })),
      links: [{ label: 'R1-R2', readBytes: 0, readPackets: 0, writtenBytes: 0, writtenPackets: 0 }],
    },
    {
      labRecordId: id,
      at: world.clock.now(),
      nodes: ['R1', 'R2'].map((label) => ({ label, state: 'BOOTED', ...busy })),
      links: [{ label: 'R1-R2', readBytes: 4500, readPackets: 44, writtenBytes: 900, writtenPackets: 9 }],
    },
  ]);
});

test('reading what a lab does is no commit', async () => {
  const world = new LabWorld();
  const id = await running(world);
  const { events } = world.controlPlane.labs;
  const before = events.length;
  await labStatisticsReconciler(world.deps()).reconcile(id, signal);
  expect(world.controlPlane.labReadings).toHaveLength(1);
  expect(events.slice(before)).toEqual([]);
});

test('a look at a host reads what its running labs do, and asks nothing of those that are off', async () => {
  const world = new LabWorld();
  const id = await running(world);
  await world.hosts[0].importLab('', 'Off');
  await world.readLabs();
  expect(world.controlPlane.labReadings.map(({ labRecordId }) => labRecordId)).toEqual([id]);
});

test('a lab that CML does not tell of now spoils no look, and is not asked for again and again', async () => {
  const world = new LabWorld();
  const id = await running(world);
  world.hosts[0].statistics = async () => Promise.reject(new CmlError('unreachable', 'no answer'));
  await world.readLabs();
  expect(world.lab(id).status).toBe('booted');
  expect(await labStatisticsReconciler(world.deps()).reconcile(id, signal)).toEqual({ kind: 'settled' });
  expect(world.controlPlane.labReadings).toEqual([]);
});

test('of a lab whose host is down or gone nothing is asked', async () => {
  const world = new LabWorld();
  const id = await running(world);
  world.commitWorker(1, { type: 'WorkerServiceStatusChanged', to: 'starting', at: world.clock.now() });
  for (const each of [id, LabRecordId.parse('lab_none')])
    await labStatisticsReconciler(world.deps()).reconcile(each, signal);
  expect(world.controlPlane.labReadings).toEqual([]);
});
