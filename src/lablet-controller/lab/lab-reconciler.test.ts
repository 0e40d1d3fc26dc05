import { blobKey } from '@lcm/core/ports/blobs';
import { CmlError, type CmlLabId, cmlLabId } from '@lcm/core/ports/cml';
import { describe, expect, test } from 'vitest';
import { LabWorld, topology } from '../testing/lab-world.ts';

const seconds = 1000;
const minute = 60 * seconds;
const handmade: CmlLabId = cmlLabId('lab-1');

describe('what is asked of a lab', () => {
  test('a start is done when every node is up, not when CML has heard of it', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'start');
    const before = world.clock.now();
    const lab = await world.live(id);
    expect(lab).toMatchObject({ status: 'booted', pending: undefined, facts: { rawState: 'BOOTED' } });
    expect(lab.runs).toMatchObject([{ startedBy: 'ana', why: 'it is being started' }]);
    expect(world.clock.now() - before).toBeGreaterThanOrEqual(2 * minute);
  });

  test('the record tells how each node is while they come up and go down', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    const statesOf = () => world.lab(id).facts.nodes?.map(({ label, state }) => `${label} ${state}`);
    expect(statesOf()).toEqual(['R1 DEFINED_ON_CORE', 'R2 DEFINED_ON_CORE']);
    world.ask(id, 'start');
    await world.live(id);
    expect(statesOf()).toEqual(['R1 BOOTED', 'R2 BOOTED']);
    const seen = world.controlPlane.labs.events.flatMap((event) =>
      event.type === 'LabChanged' ? [event.facts.nodes?.map(({ state }) => state).join(' ')] : [],
    );
    expect(seen.some((states) => states?.includes('STARTED') === true)).toBe(true);
    world.ask(id, 'stop');
    await world.live(id);
    expect(statesOf()).toEqual(['R1 STOPPED', 'R2 STOPPED']);
  });

  test('a stop and a wipe each wait for their end', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'start');
    await world.live(id);
    world.ask(id, 'stop');
    expect((await world.live(id)).status).toBe('stopped');
    world.ask(id, 'wipe');
    expect((await world.live(id)).status).toBe('wiped');
    expect(world.hosts[0].effects).toEqual(['import', 'start', 'stop', 'wipe']);
  });

  test('a lab that runs is stopped, wiped and deleted, in this order', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'start');
    await world.live(id);
    world.ask(id, 'delete');
    expect(await world.live(id)).toMatchObject({ status: 'deleted' });
    expect(world.hosts[0].effects).toEqual(['import', 'start', 'stop', 'wipe', 'delete']);
  });

  test('an archived lab is gone, and its topology kept', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'archive');
    const { status, topologyKey } = await world.live(id);
    expect(status).toBe('archived');
    expect(world.hosts[0].remaining).toEqual([]);
    const kept = await world.blobs.get(blobKey(topologyKey ?? ''));
    expect(new TextDecoder().decode(kept)).toBe(topology);
  });

  test('a lab is imported under a title that leads back to its record', async () => {
    const world = new LabWorld();
    const id = await world.askImport();
    expect(await world.live(id)).toMatchObject({ status: 'defined', cmlLabId: 'lab-1' });
    expect(world.hosts[0].remaining).toEqual([`Mine ${id}`]);
    await world.readLabs();
    expect(world.controlPlane.labs.all()).toHaveLength(1);
    expect(world.lab(id)).toMatchObject({ facts: { nodeCount: 2 }, source: 'import' });
  });

  test('a clone on another host has the topology of the lab as it is now', async () => {
    const world = new LabWorld();
    const source = await world.foundLab();
    const id = await world.askImport({ cloneOf: source.id, number: 2 });
    expect(await world.live(id)).toMatchObject({ status: 'defined', source: 'clone' });
    expect(await world.hosts[1].exportLab(handmade)).toBe(topology);
    expect(world.hosts[0].remaining).toEqual(['By hand']);
  });
});

describe('an action that comes to nothing', () => {
  test('fails after three minutes in which nothing moved, with words, and may be tried again', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'start');
    await world.live(id);
    const before = world.clock.now();
    world.hosts[0].stopLab = async () => undefined;
    world.ask(id, 'stop');
    const lab = await world.live(id);
    expect(lab.failure).toMatchObject({ action: 'stop', reason: 'nothing has moved for 180 s: it is being stopped' });
    expect(lab.status).toBe('booted');
    expect(world.clock.now() - before).toBeLessThan(4 * minute);
    Reflect.deleteProperty(world.hosts[0], 'stopLab');
    world.ask(id, 'stop');
    expect(await world.live(id)).toMatchObject({ status: 'stopped', failure: undefined });
  });

  test('says what CML refused, in its words', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.hosts[0].startLab = async () => {
      throw new CmlError('refused', 'Licensing issue: node limit reached');
    };
    world.ask(id, 'start');
    expect((await world.live(id)).failure?.reason).toBe('Licensing issue: node limit reached');
  });

  test('waits for a host that is away, and gives up in time', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'start');
    world.commitWorker(1, { type: 'WorkerServiceStatusChanged', to: 'starting', at: world.clock.now() });
    const lab = await world.live(id);
    expect(lab.failure?.reason).toBe('nothing has moved for 1200 s: w1 is running, its CML starting');
  });

  test('ends with the host that it was asked of', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'start');
    const at = world.clock.now();
    world.commitWorker(1, { type: 'WorkerLaunchFailed', launch: 1, reason: 'its instance is gone', at });
    expect(await world.live(id)).toMatchObject({ status: 'deleted', pending: undefined });
  });

  test('does nothing while our lead may be over', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.mayAct = false;
    world.ask(id, 'delete');
    await world.live(id, minute);
    expect(world.because).toContain('our lead has to be renewed');
    expect(world.hosts[0].remaining).toEqual(['By hand']);
    world.mayAct = true;
    expect((await world.live(id)).status).toBe('deleted');
  });

  test('fails when the lab is gone, and a deletion succeeds', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.hosts[0].lose(handmade);
    world.ask(id, 'start');
    expect((await world.live(id)).failure?.reason).toBe('CML does not have the lab any more');
    world.ask(id, 'delete');
    expect((await world.live(id)).status).toBe('deleted');
  });

  test('an import that was given up and came true after all is found by its title', async () => {
    const world = new LabWorld();
    const id = await world.askImport();
    world.hosts[0].hook = () => {
      throw new CmlError('unreachable', 'connection refused');
    };
    expect(await world.live(id)).toMatchObject({ status: 'error', failure: { action: 'import' } });
    world.hosts[0].hook = () => undefined;
    await world.hosts[0].importLab(topology, `Mine ${id}`);
    await world.readLabs();
    expect(world.lab(id)).toMatchObject({ status: 'defined', cmlLabId: 'lab-1' });
    expect(world.controlPlane.labs.all()).toHaveLength(1);
  });
});

const lives = {
  delete: ['import', 'start', 'stop', 'wipe', 'delete'],
  archive: ['import', 'start', 'stop', 'wipe', 'delete'],
  stop: ['import', 'start', 'stop'],
} as const;

test.each([
  'delete',
  'archive',
  'stop',
] as const)('wherever the controller dies, a %s ends the same and does everything once', async (action) => {
  for (let point = 1, more = true; more; point += 1) {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.ask(id, 'start');
    const reached = world.crashAt(point);
    await world.live(id);
    world.ask(id, action);
    const { status, failure } = await world.live(id);
    expect({ status, failure }, `crash ${point}`).toEqual({ status: endOf[action], failure: undefined });
    expect(world.hosts[0].effects, `crash ${point}`).toEqual(lives[action]);
    more = reached();
  }
});

const endOf = { delete: 'deleted', archive: 'archived', stop: 'stopped' } as const;

test.each(['import', 'clone'] as const)('wherever the controller dies, %s makes one lab', async (source) => {
  for (let point = 1, more = true; more; point += 1) {
    const world = new LabWorld();
    const found = await world.foundLab();
    const id = await world.askImport(source === 'clone' ? { cloneOf: found.id, number: 2 } : { number: 2 });
    const reached = world.crashAt(point);
    expect(await world.live(id), `crash ${point}`).toMatchObject({ status: 'defined', failure: undefined });
    expect(world.hosts[1].effects, `crash ${point}`).toEqual(['import']);
    more = reached();
  }
});
