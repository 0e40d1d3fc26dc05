import { DirectCmlServers } from '@lcm/cml-simulator/direct-cml-servers';
import { importLab } from '@lcm/cml-simulator/model/import-export';
import { getLab, startLab } from '@lcm/cml-simulator/model/labs';
import { CmlModel } from '@lcm/cml-simulator/model/model';
import { changeNode } from '@lcm/cml-simulator/model/nodes';
import { workers } from '@lcm/control-plane-api/application/aggregates';
import { furnish, openTestPlane } from '@lcm/control-plane-api/testing/plane';
import { LabView, LabViews, RevisionDiff } from '@lcm/core/contracts/lab';
import { type LabRecord, LabRecordId } from '@lcm/core/domain/lab';
import { testNow } from '@lcm/core/domain/testing';
import { type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock, ok, SeededRandom } from '@lcm/core/kernel';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { LabDeps } from '@lcm/lablet-controller/lab/deps';
import { labReconciler } from '@lcm/lablet-controller/lab/lab-reconciler';
import { LabRefresh } from '@lcm/lablet-controller/lab/refresh-labs';
import { expect, test } from 'vitest';

const workerId = WorkerId.parse('wkr_1');
const url = 'https://192.0.2.1';
const yaml = `
lab: { title: Two routers, version: 0.3.0 }
nodes:
  - { id: n0, label: R1, node_definition: iosv, x: 0, y: 0, configuration: hostname R1, interfaces: [{ id: i0, label: GigabitEthernet0/0, type: physical, slot: 0 }] }
  - { id: n1, label: R2, node_definition: iosv, x: 9, y: 0, configuration: hostname R2, interfaces: [{ id: i0, label: GigabitEthernet0/0, type: physical, slot: 0 }] }
links: [{ id: l0, n1: n0, i1: i0, n2: n1, i2: i0 }]
`;

/** The real control plane and the state machines of a CML, with nothing but the controller's own code between them. */
async function open() {
  const clock = new FakeClock(testNow);
  const { plane, call, views } = await openTestPlane({ clock });
  await furnish(call);
  await call('PlanWorker', { workerId, template: 'metal', reason: 'test' }, { role: 'scheduler' });
  const cml = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const at = testNow;
  const up: readonly WorkerEvent[] = [
    { type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-1', at },
    { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'launched', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: url, at },
  ];
  const caller = { actor: { id: 'test', name: 'test', roles: [] }, correlationId: 'test' };
  await plane.deps.streams.change({ aggregate: workers, id: workerId }, { operation: 'Test', caller }, () => ok(up));
  const { username, password } = cml.settings;
  const deps = (controlPlane: ControlPlane): LabDeps & { pollMs: number } => ({
    controlPlane,
    cml: new DirectCmlServers((asked) => (asked === url ? cml : undefined)),
    blobs: plane.deps.blobs,
    clock,
    leadership: { fence: () => ({ election: 'lablet-controller', token: 1 }), mayAct: () => true },
    cmlAccess: { username, password },
    pollMs: 5_000,
  });
  return { cml, clock, call, views, plane, deps };
}

type World = Awaited<ReturnType<typeof open>>;

/** Until nothing is asked of the lab any more. Whoever dies is followed by another. */
async function live({ views, clock }: World, id: string, next: () => LabDeps & { pollMs: number }): Promise<LabRecord> {
  let reconciler = labReconciler(next());
  for (let looks = 0; looks < 500; looks += 1) {
    const record = views.get('lab', id)?.state;
    if (record === undefined) throw new Error(`there is no record ${id}`);
    if (record.pending === undefined) return record;
    try {
      const seen = await reconciler.reconcile(LabRecordId.parse(id), new AbortController().signal);
      clock.step(seen.kind === 'again' ? seen.afterMs : 5_000);
    } catch {
      reconciler = labReconciler(next());
      clock.step(1_000);
    }
  }
  throw new Error('it never ends');
}

async function readLabs({ plane, deps }: World): Promise<void> {
  const controlPlane = plane.forService('lablet-controller');
  const worker = await controlPlane.get('worker', workerId);
  if (worker === undefined) throw new Error('there is no worker');
  await new LabRefresh(deps(controlPlane)).worker(worker, new AbortController().signal);
}

async function answer(world: World, operation: string, input: unknown): Promise<unknown> {
  const result = await world.call(operation, input);
  if (!result.ok) throw new Error(result.rejection.message);
  return result.value.body;
}

test('a lab is imported, started, archived; each has come true in CML when the record says so', async () => {
  const world = await open();
  const next = () => world.deps(world.plane.forService('lablet-controller'));
  const { id } = LabView.parse(await answer(world, 'ImportLab', { workerId, yaml, title: 'Mine' }));
  expect(await live(world, id, next)).toMatchObject({ status: 'defined', cmlLabId: world.cml.state.labs[0]?.id });
  await answer(world, 'StartLab', { labRecordId: id });
  expect((await live(world, id, next)).status).toBe('booted');
  await answer(world, 'ArchiveLab', { labRecordId: id });
  const archived = await live(world, id, next);
  expect(archived).toMatchObject({ status: 'archived', runs: [{ stopReason: expect.any(String) }] });
  expect(world.cml.state.labs).toEqual([]);
});

test('a lab that somebody makes by hand is seen, with its revisions, and left alone', async () => {
  const world = await open();
  const { cml } = world;
  const lab = getLab(cml, importLab(cml, yaml, { owner: cml.state.users[0]?.id ?? '' }).id);
  await readLabs(world);
  world.clock.step(60_000);
  const [first] = lab.nodes;
  if (first !== undefined) changeNode(cml, { lab, node: first }, { configuration: 'hostname Core' });
  await readLabs(world);
  startLab(cml, lab);
  await readLabs(world);
  const [record] = LabViews.parse(await answer(world, 'ListLabRecords', { q: 'source:discovery' })).items;
  expect(record).toMatchObject({ status: 'starting', facts: { title: 'Two routers', nodeCount: 2 } });
  expect(record?.revisions.map(({ changes }) => changes)).toEqual([[], ['configuration of R1 changed']]);
  const diff = RevisionDiff.parse(await answer(world, 'DiffLabRevisions', { labRecordId: record?.id, from: 1, to: 2 }));
  expect(diff.configurations[0]?.lines).toContainEqual({ change: 'added', text: 'hostname Core' });
  expect(cml.state.labs).toHaveLength(1);
});

/** Dies at its n-th command: before it is sent, or after it took effect and before the answer was heard. */
function dying(plane: ControlPlane, at: { readonly command: number; readonly isHeard: boolean }): ControlPlane {
  let sent = 0;
  const send: ControlPlane['send'] = async (name, input, options) => {
    sent += 1;
    if (sent !== at.command) return plane.send(name, input, options);
    if (at.isHeard) await plane.send(name, input, options);
    throw new Error('crash');
  };
  const heardOf: ControlPlane['heardOf'] = (news) => plane.heardOf(news);
  return { heardOf, list: async (kind) => plane.list(kind), get: async (kind, id) => plane.get(kind, id), send };
}

test.each([
  true,
  false,
])('whichever command the controller dies at, heard or not (%s), one lab is made and one ended', async (isHeard) => {
  for (let command = 1; command <= 12; command += 1) {
    const world = await open();
    const controlPlane = dying(world.plane.forService('lablet-controller'), { command, isHeard });
    const next = () => world.deps(controlPlane);
    const { id } = LabView.parse(await answer(world, 'ImportLab', { workerId, yaml }));
    await live(world, id, next);
    expect(world.cml.state.labs, `command ${command}`).toHaveLength(1);
    await answer(world, 'DeleteLab', { labRecordId: id });
    expect((await live(world, id, next)).status, `command ${command}`).toBe('deleted');
    expect(world.cml.state.labs, `command ${command}`).toEqual([]);
  }
});
