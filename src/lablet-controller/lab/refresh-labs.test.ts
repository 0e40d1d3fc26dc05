import { orphanOf } from '@lcm/core/domain/lab';
import { CmlError, cmlLabId } from '@lcm/core/ports/cml';
import { describe, expect, test } from 'vitest';
import { LabWorld, topology } from '../testing/lab-world.ts';
import { aSessionOn } from '../testing/session-labs.ts';
import { labsRound } from './labs-round.ts';
import { workerLabsReconciler } from './worker-labs-reconciler.ts';

const handmade = cmlLabId('lab-1');
const signal = new AbortController().signal;

describe('a look at a host', () => {
  test('records a lab with what is in it', async () => {
    const world = new LabWorld();
    const lab = await world.foundLab();
    expect(lab).toMatchObject({
      status: 'defined',
      source: 'discovery',
      facts: {
        description: 'Two routers',
        nodeCount: 2,
        linkCount: 1,
        nodes: [
          { label: 'R1', state: 'DEFINED_ON_CORE' },
          { label: 'R2', state: 'DEFINED_ON_CORE' },
        ],
      },
      revisions: [{ number: 1, nodeCount: 2, linkCount: 1, changes: [] }],
    });
  });

  test('is no commit when nothing is new, and exports nothing twice', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    const { events } = world.controlPlane.labs;
    const before = events.length;
    await world.readLabs();
    await world.readLabs();
    expect(events.slice(before)).toEqual([]);
    expect(world.hosts[0].exports).toBe(1);
    expect(world.lab(id).lastSeenAt).toBe(world.clock.now());
  });

  test('finds a lab whose import counted as failed and whose record was deleted meanwhile, like any other', async () => {
    const world = new LabWorld();
    const id = await world.askImport();
    const at = world.clock.now();
    world.controlPlane.labs.append(id, [
      { type: 'LabActionFailed', action: 'import', reason: 'no answer', at },
      { type: 'LabStatusChanged', to: 'error', reason: 'no answer', at },
      { type: 'LabStatusChanged', to: 'deleted', reason: 'asked for', at },
    ]);
    expect(await world.foundLab(`Names ${id}`)).toMatchObject({ source: 'discovery', status: 'defined' });
    expect(world.lab(id).status).toBe('deleted');
  });

  test('sees what somebody built otherwise, and says what', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    const yaml = topology.replace('hostname R1', 'hostname Core');
    world.clock.step(60_000);
    world.hosts[0].change(handmade, { yaml, modifiedAt: world.clock.now() });
    await world.readLabs();
    expect(world.lab(id).revisions.map(({ changes }) => changes)).toEqual([[], ['configuration of R1 changed']]);
  });

  test('sees the ports that tags of its nodes take, whoever made it', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    const [first] = await world.hosts[0].nodes(handmade);
    await world.hosts[0].setNodeTags(handmade, first?.id ?? '', ['core', 'serial:5001', 'vnc:5002']);
    await world.readLabs();
    expect(world.lab(id).facts.ports).toEqual([
      { label: 'R1', protocol: 'serial', port: 5001 },
      { label: 'R1', protocol: 'vnc', port: 5002 },
    ]);
  });

  test('tells of a lab that cannot be looked into as far as the list tells, and of all others', async () => {
    const world = new LabWorld();
    await world.hosts[0].importLab(topology, 'Broken');
    await world.hosts[0].importLab(topology, 'Whole');
    const nodes = world.hosts[0].nodes.bind(world.hosts[0]);
    world.hosts[0].nodes = async (id) => {
      if (id === handmade) throw new CmlError('refused', 'no nodes today');
      return nodes(id);
    };
    const refreshed = await world.refresh.worker(await world.worker(), signal);
    expect(refreshed).toMatchObject({ labs: 2, failures: ['"Broken": no nodes today'] });
    const known = world.controlPlane.labs.all().map(({ facts, revisions }) => [facts.title, revisions.length]);
    expect(known).toEqual([
      ['Broken', 0],
      ['Whole', 1],
    ]);
  });

  test('keeps a word for a state that nobody here knows, and reads all other labs as ever', async () => {
    const world = new LabWorld();
    const odd = await world.foundLab();
    world.hosts[0].change(handmade, { state: 'unknown', rawState: 'HIBERNATED' });
    await world.hosts[0].importLab(topology, 'Whole');
    const refreshed = await world.refresh.worker(await world.worker(), signal);
    expect(refreshed).toMatchObject({ labs: 2, failures: [] });
    const known = world.controlPlane.labs.all().map(({ status, facts }) => [facts.title, status, facts.rawState]);
    expect(known).toEqual([
      [odd.facts.title, 'defined', 'HIBERNATED'],
      ['Whole', 'defined', 'DEFINED_ON_CORE'],
    ]);
  });

  test('knows by its word that a lab is paused', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    world.hosts[0].change(handmade, { state: 'unknown', rawState: 'PAUSED' });
    await world.readLabs();
    expect(world.lab(id)).toMatchObject({ status: 'paused', facts: { rawState: 'PAUSED' } });
  });

  test('makes an orphan of what the host does not have any more, and takes that back', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    const labs = world.hosts[0].labs.bind(world.hosts[0]);
    world.hosts[0].labs = async () => [];
    await world.readLabs();
    expect(orphanOf(world.lab(id))).toBe('no-lab');
    world.hosts[0].labs = labs;
    await world.readLabs();
    expect(world.lab(id).status).toBe('defined');
  });

  test('does not overrule what was decided while it lasted', async () => {
    const world = new LabWorld();
    const { id } = await world.foundLab();
    const labs = world.hosts[0].labs.bind(world.hosts[0]);
    world.hosts[0].labs = async () => {
      world.ask(id, 'delete');
      const answer = await labs();
      world.hosts[0].labs = labs;
      await world.live(id);
      return answer;
    };
    await world.readLabs();
    expect(world.lab(id).status).toBe('deleted');
    expect(world.controlPlane.labs.all()).toHaveLength(1);
  });

  test('sees the lab of a session from outside only', async () => {
    const world = new LabWorld();
    world.controlPlane.sessions.append('ses_1', aSessionOn(1, world.clock.now()));
    await world.hosts[0].importLab(topology, 'Names ses_1');
    await world.readLabs();
    expect(world.controlPlane.labs.all()).toMatchObject([{ source: 'session', madeFor: 'ses_1', revisions: [] }]);
    expect(world.hosts[0].exports).toBe(0);
  });

  test('takes a title that only looks like one of ours for what somebody typed', async () => {
    const world = new LabWorld();
    const { source, madeFor } = await world.foundLab('copy of ses_unknown');
    expect({ source, madeFor }).toEqual({ source: 'discovery', madeFor: undefined });
  });
});

describe('the round', () => {
  test('a host that does not answer keeps no other from being read, and is named', async () => {
    const world = new LabWorld();
    await world.hosts[1].importLab(topology, 'Second');
    world.hosts[0].hook = () => {
      throw new CmlError('unreachable', 'connection refused');
    };
    const result = await labsRound(world.refresh, world.deps(), signal);
    expect(result).toEqual({
      summary: '1 lab on 1 worker, 1 new, gone or changed; w1: connection refused',
      news: true,
    });
    world.hosts[0].hook = () => undefined;
    const quiet = await labsRound(world.refresh, world.deps(), signal);
    expect(quiet).toEqual({ summary: '1 lab on 2 workers, 0 new, gone or changed', news: false });
  });

  test('ends when we do not lead any more', async () => {
    const world = new LabWorld();
    await world.hosts[0].importLab(topology, 'First');
    const over = AbortSignal.abort(new Error('not leading'));
    await expect(labsRound(world.refresh, world.deps(), over)).rejects.toThrow('not leading');
    expect(world.controlPlane.labs.all()).toEqual([]);
  });
});

describe('the labs of one worker', () => {
  test('are read as soon as its CML answers, once', async () => {
    const world = new LabWorld();
    await world.hosts[0].importLab(topology, 'First');
    const { id } = await world.worker();
    const reconciler = workerLabsReconciler(world.refresh, world.deps());
    await reconciler.reconcile(id, signal);
    expect(world.controlPlane.labs.all()).toHaveLength(1);
    await world.hosts[0].importLab(topology, 'Second');
    await reconciler.reconcile(id, signal);
    expect(world.controlPlane.labs.all()).toHaveLength(1);
    const at = world.clock.now();
    world.commitWorker(1, { type: 'WorkerServiceStatusChanged', to: 'starting', at });
    await reconciler.reconcile(id, signal);
    world.commitWorker(1, { type: 'WorkerServiceStatusChanged', to: 'available', at });
    await reconciler.reconcile(id, signal);
    expect(world.controlPlane.labs.all()).toHaveLength(2);
  });

  test('are read when somebody asks, and the answer is noted', async () => {
    const world = new LabWorld();
    const { id } = await world.worker();
    const reconciler = workerLabsReconciler(world.refresh, world.deps());
    await reconciler.reconcile(id, signal);
    world.commitWorker(1, { type: 'WorkerLabsRefreshAsked', reason: 'asked for by ana', at: world.clock.now() });
    await world.hosts[0].importLab(topology, 'First');
    await reconciler.reconcile(id, signal);
    expect(world.controlPlane.labs.all()).toHaveLength(1);
    expect((await world.worker()).labsRefreshAskedAt).toBeUndefined();
  });

  test('end with their host, and its next launch has its own', async () => {
    const world = new LabWorld();
    const lab = await world.foundLab();
    const at = world.clock.now();
    world.commitWorker(1, { type: 'WorkerLaunchFailed', launch: 1, reason: 'its instance is gone', at });
    await workerLabsReconciler(world.refresh, world.deps()).reconcile(lab.workerId, signal);
    expect(world.lab(lab.id)).toMatchObject({
      status: 'deleted',
      reason: 'launch 1 of w1 has ended, and the lab with it',
    });
  });
});
