import { CmlError } from '@lcm/core/ports/cml';
import { describe, expect, test } from 'vitest';
import { keptWorld } from '../testing/kept-world.ts';
import { topology } from '../testing/lab-world.ts';
import { type Prepared, start } from '../testing/world.ts';
import { readEvidence } from './stored-evidence.ts';

const minute = 60_000;
const end = start + 60 * minute;
const byName = `
format: lcm-grading/1
title: Names
cutScore: 50
sections:
  - id: names
    title: Names
    items:
      - { id: r1, title: R1 has its name, points: 10, node: R1, check: { lines: [hostname MINE] } }
      - { id: r2, title: R2 sees R1, points: 10, node: R2, check: { output: show cdp neighbors, lines: [R1] } }
`;

type Kept = Awaited<ReturnType<typeof keptWorld>>;

/** Somebody has worked, and minutes after that was kept the time is over. */
async function timeIsUp(keeps = true, captures: Prepared['captures'] = []): Promise<Kept> {
  const kept = await keptWorld({ topology, by: byName, captures });
  kept.type('R1', 'hostname MINE\n');
  if (keeps) await kept.live(7);
  const { world } = kept;
  world.commit({ type: 'SessionCollectionStarted', reason: 'time is up', at: world.clock.now() });
  return kept;
}

function loseHost({ world }: Kept): void {
  world.labs.loseAll();
  const at = world.clock.now();
  world.commitWorker({ type: 'WorkerLaunchFailed', launch: 1, reason: 'its instance is gone', at });
}

async function evidenceOf({ world }: Kept) {
  return readEvidence(world.blobs, world.session.evidenceKey);
}

test('who loses the host when the time is over is graded by what was kept minutes before', async () => {
  const kept = await timeIsUp();
  loseHost(kept);
  await kept.world.live(end);
  const { session } = kept.world;
  expect(session).toMatchObject({ status: 'archived', outcome: { result: 'completed' }, score: { points: 10 } });
  expect(session.score).toMatchObject({ notGradablePoints: 10 });
  expect(session.progress.collect?.['extract_configurations']?.message).toMatch(
    /^the lab was lost before it could be read: taken is what was kept of 2 nodes, as it was at \S+ or later$/,
  );
  const evidence = await evidenceOf(kept);
  const at = new Date(kept.events[0]?.saved.at ?? 0).toISOString();
  expect(evidence?.manifest).toMatchObject({
    kind: 'autosave',
    nodes: [{ label: 'R1', nodeDefinition: 'iol-xe', state: 'LOST' }, { label: 'R2' }],
    files: [
      { name: 'configurations/R1.cfg', capturedAt: at },
      { name: 'configurations/R2.cfg', capturedAt: at },
    ],
  });
  expect(evidence?.manifest.missing.map(({ kind }) => kind)).toEqual(['console-log', 'states', 'diagnostics']);
});

test('nobody is asked for it at ports that others may have by then', async () => {
  const kept = await timeIsUp();
  const { world } = kept;
  world.answers.set('show cdp neighbors', 'R1 of another candidate');
  loseHost(kept);
  const at = world.clock.now();
  world.commitWorker(
    { type: 'WorkerVacated', launch: 1, at },
    { type: 'WorkerInstanceAssigned', launch: 2, instanceId: 'i-2', at },
    { type: 'WorkerAddressChanged', publicIp: '192.0.2.1', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: 'https://192.0.2.1', cmlVersion: '2.9.0', at },
  );
  await world.live(end);
  expect(world.asked).toEqual([]);
  expect(world.session).toMatchObject({ status: 'archived', score: { points: 10, notGradablePoints: 10 } });
});

test('the same when the lab alone is gone', async () => {
  const kept = await timeIsUp();
  kept.world.labs.loseAll();
  await kept.world.live(end);
  expect((await evidenceOf(kept))?.manifest.kind).toBe('autosave');
});

test('the same when a new lab is there that has not been given what was kept', async () => {
  const kept = await keptWorld({ topology, by: byName });
  kept.type('R1', 'hostname MINE\n');
  await kept.live(7);
  const { world } = kept;
  world.labs.loseAll();
  const at = world.clock.now();
  const title = 'the new one';
  const id = await world.labs.importLab(topology, title);
  const output = { lab: { id, title } };
  world.commit(
    { type: 'SessionHostLost', reason: 'its instance is gone', at },
    { type: 'SessionStepDone', pipeline: 'restore', step: 'import_lab', message: 'imported', output, at },
    { type: 'SessionCollectionStarted', reason: 'the candidate has finished', at },
  );
  await world.live(end);
  expect((await evidenceOf(kept))?.manifest.kind).toBe('autosave');
  expect(world.session.score?.points).toBe(10);
});

test('of a lab that is there it is what its nodes run now', async () => {
  const kept = await timeIsUp();
  kept.type('R1', 'hostname LATER\n');
  await kept.world.live(end);
  const evidence = await evidenceOf(kept);
  expect(evidence?.manifest.kind).toBe('final');
  expect(kept.world.session.score?.points).toBe(0);
});

test('where nothing was kept, nothing is graded', async () => {
  const kept = await timeIsUp(false);
  loseHost(kept);
  await kept.world.live(end);
  expect(kept.world.session).toMatchObject({ status: 'archived', outcome: { result: 'failed' } });
  expect(kept.world.session.evidenceKey).toBeUndefined();
});

test('packets that its lab wanted captured are said to be lost with it', async () => {
  const kept = await timeIsUp(true, [{ between: ['R1', 'R2'], packets: 10, minutes: 5 }]);
  loseHost(kept);
  await kept.world.live(end);
  const missing = (await evidenceOf(kept))?.manifest.missing;
  expect(missing).toContainEqual({ kind: 'capture', reason: 'the lab was lost before it could be read' });
});

describe('a lab that cannot be read when the time is over', () => {
  test('is graded by what was kept minutes before, when CML does not come back in time', async () => {
    const kept = await timeIsUp();
    const { world } = kept;
    const at = world.clock.now();
    world.commitWorker({ type: 'WorkerServiceStatusChanged', to: 'error', at });
    await world.live(at + 20 * minute);
    expect(world.session.status).toBe('collecting');
    await world.live(at + 30 * minute);
    expect(world.session).toMatchObject({
      status: 'stopping',
      outcome: { result: 'completed' },
      score: { points: 10 },
    });
    const { kind, nodes, missing } = (await evidenceOf(kept))?.manifest ?? {};
    expect(kind).toBe('autosave');
    expect(nodes?.map(({ state }) => state)).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(missing?.[0]?.reason).toBe('the lab could not be read: exam-room-1 is running, its CML error');
  });

  test('is graded by that too when CML refuses each time', async () => {
    const kept = await timeIsUp();
    const { labs } = kept.world;
    labs.extractConfigurations = async () => {
      throw new CmlError('refused', 'it is broken');
    };
    await kept.world.live(end);
    expect(kept.world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
    expect((await evidenceOf(kept))?.manifest.missing[0]?.reason).toBe('the lab could not be read: it is broken');
  });

  test('is what its nodes run as soon as it can be read, also at the last attempt', async () => {
    const kept = await timeIsUp();
    const { labs } = kept.world;
    kept.type('R1', 'hostname LATER\n');
    const extract = labs.extractConfigurations.bind(labs);
    let tries = 0;
    labs.extractConfigurations = async (id) => {
      tries += 1;
      if (tries < 5) throw new CmlError('refused', 'it is broken');
      return extract(id);
    };
    await kept.world.live(end);
    expect(tries).toBe(5);
    expect((await evidenceOf(kept))?.manifest.kind).toBe('final');
  });

  test('is graded by what was kept of a node that refuses to the last, and by what the others run', async () => {
    const kept = await timeIsUp();
    const { labs } = kept.world;
    labs.unread.set('R1', { reason: 'its console is busy', mayPass: true });
    kept.type('R1', 'hostname UNSEEN\n');
    kept.type('R2', 'hostname LATER\n');
    await kept.world.live(end);
    expect(kept.world.session.score?.points).toBe(10);
    const evidence = await evidenceOf(kept);
    const at = new Date(kept.events[0]?.saved.at ?? 0).toISOString();
    const notes = evidence?.manifest.files.filter(({ kind }) => kind === 'running-configuration');
    expect(notes).toMatchObject([
      { node: 'R1', capturedAt: at, source: 'what was kept of it while it ran' },
      { node: 'R2' },
    ]);
    const reason = 'its console is busy: taken is what was kept of it';
    expect(evidence?.manifest.missing).toContainEqual({ kind: 'running-configuration', node: 'R1', reason });
  });

  test('has nothing of a node that is off: that is how it was left', async () => {
    const kept = await timeIsUp();
    kept.world.labs.unread.set('R1', { reason: 'it is off', mayPass: false });
    await kept.world.live(end);
    const notes = (await evidenceOf(kept))?.manifest.files.filter(({ kind }) => kind === 'running-configuration');
    expect(notes?.map(({ node }) => node)).toEqual(['R2']);
  });

  test('is graded by what was kept when its nodes do not run any more', async () => {
    const kept = await timeIsUp();
    kept.type('R1', 'hostname BEGINNING\n');
    kept.world.labs.powerOff();
    await kept.world.live(end);
    expect(kept.world.session.score?.points).toBe(10);
    expect((await evidenceOf(kept))?.manifest.missing[0]?.reason).toBe('the lab was down when it was to be read');
  });

  test('fails the session where nothing was kept of it', async () => {
    const kept = await timeIsUp(false);
    kept.world.labs.extractConfigurations = async () => {
      throw new CmlError('refused', 'it is broken');
    };
    await kept.world.live(end);
    const reason = expect.stringMatching(/^collect failed: it is broken/);
    expect(kept.world.session).toMatchObject({ status: 'archived', outcome: { result: 'failed', reason } });
  });
});
