import { askLab, type LabRecord } from '@lcm/core/domain/lab';
import { type CmlLabId, cmlLabId } from '@lcm/core/ports/cml';
import { expect, test } from 'vitest';
import { LabWorld } from '../testing/lab-world.ts';
import { sessionId, start, World } from '../testing/world.ts';
import { labReconciler } from './lab-reconciler.ts';
import { LabRefresh } from './refresh-labs.ts';
import { sessionLabReconciler } from './session-lab-reconciler.ts';

const minute = 60_000;
const handmade: CmlLabId = cmlLabId('lab-1');
const { signal } = new AbortController();

async function tagsOf({ hosts: [host] }: LabWorld): Promise<readonly string[]> {
  return (await host.nodes(handmade)).map(({ label, tags }) => `${label} ${tags.join(' ')}`);
}

/** A lab that somebody made by hand, with these tags on its nodes. */
async function aLab(...tags: readonly string[]) {
  const world = new LabWorld();
  world.hosts[0].tagsOfNew = tags;
  const { id } = await world.foundLab();
  return { world, id };
}

function portsOf({ facts }: LabRecord): readonly number[] {
  return [...new Set(facts.ports.map(({ port }) => port))];
}

test('a lab that no session has gives back its ports among those of sessions, and keeps whatever else is tagged', async () => {
  const { world, id } = await aLab('core', 'serial:2001', 'PAT:tcp:2002:22', 'vnc:1500', 'pat:udp:1600:53');
  expect(portsOf(world.lab(id))).toEqual([1500, 1600, 2001, 2002]);
  world.ask(id, 'settle-ports');
  const lab = await world.live(id);
  expect(await tagsOf(world)).toEqual(['R1 core vnc:1500 pat:udp:1600:53', 'R2 core vnc:1500 pat:udp:1600:53']);
  expect(lab).toMatchObject({ status: 'defined', pending: undefined, failure: undefined });
  expect(portsOf(lab)).toEqual([1500, 1600]);
});

test('wherever the controller dies in settling ports, they are settled, and nothing is set that is right already', async () => {
  for (let point = 1, more = true; more; point += 1) {
    const { world, id } = await aLab('mine', 'serial:2001');
    const reached = world.crashAt(point);
    world.ask(id, 'settle-ports');
    expect(portsOf(await world.live(id)), `crash ${point}`).toEqual([]);
    expect(world.hosts[0].effects, `crash ${point}`).toEqual(['import', 'tags mine', 'tags mine']);
    more = reached();
  }
});

/** Its session runs in it, and somebody has tagged its nodes otherwise in CML. */
async function aDriftedSession() {
  const world = await new World().prepare();
  const follower = sessionLabReconciler(world.deps());
  while (world.clock.now() < start - minute) {
    const afterMs = await world.look();
    await follower.reconcile(sessionId, signal);
    world.clock.step(Math.min(afterMs, start - minute - world.clock.now()));
  }
  const [lab] = await world.labs.labs();
  if (lab === undefined) throw new Error('the session has no lab');
  const promised = await world.labs.nodes(lab.id);
  for (const { id } of promised) await world.labs.setNodeTags(lab.id, id, ['core', 'serial:20009']);
  const record = (): LabRecord => {
    const [first] = world.controlPlane.labs.all();
    if (first === undefined) throw new Error('the lab has no record');
    return first;
  };
  const deps = { ...world.deps(), pollMs: 5_000 };
  const [worker] = await world.controlPlane.list('worker');
  if (worker === undefined) throw new Error('there is no worker');
  await new LabRefresh(deps).worker(worker, signal);
  return { world, lab, promised, record, deps };
}

test('what the lab of a session opens is seen, and set to what the session was promised while it goes on', async () => {
  const { world, lab, promised, record, deps } = await aDriftedSession();
  expect(portsOf(record())).toEqual([20_009]);
  const { id } = record();
  const asked = askLab(record(), 'settle-ports', { by: 'ana', reason: 'drifted', at: world.clock.now() });
  world.controlPlane.labs.append(id, asked.ok ? asked.value : []);
  for (let looks = 0; looks < 5; looks += 1) await labReconciler(deps).reconcile(id, signal);
  const tags = (await world.labs.nodes(lab.id)).map((node) => node.tags);
  expect(tags).toEqual(promised.map((node) => ['core', ...node.tags.filter((tag) => tag.startsWith('serial:'))]));
  expect(record()).toMatchObject({ status: 'booted', session: { id: sessionId, phase: 'up' }, pending: undefined });
  expect(portsOf(record())).toEqual([20_000, 20_001]);
});
