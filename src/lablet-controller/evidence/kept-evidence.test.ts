import { expect, test } from 'vitest';
import { keptWorld } from '../testing/kept-world.ts';
import { topology } from '../testing/lab-world.ts';
import { start } from '../testing/world.ts';
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
async function timeIsUp(keeps = true): Promise<Kept> {
  const kept = await keptWorld({ topology, by: byName });
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
    /^its lab was lost: taken is what was kept of 2 nodes, as it was at \S+ or later$/,
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
