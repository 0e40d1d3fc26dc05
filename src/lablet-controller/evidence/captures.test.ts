import { CmlError } from '@lcm/core/ports/cml';
import { describe, expect, test } from 'vitest';
import { topology } from '../testing/lab-world.ts';
import { start, World } from '../testing/world.ts';
import { lacksLostCaptures } from './captures.ts';
import { PackageDraft } from './package-draft.ts';
import { readEvidence } from './stored-evidence.ts';

const minute = 60_000;
const wish = { between: ['R2', 'R1'], packets: 500, minutes: 30, filter: 'icmp' } as const;

/** Its lab is up, and it wants the packets between its nodes. */
async function capturing(prepare: (world: World) => void = () => undefined): Promise<World> {
  const world = new World();
  prepare(world);
  await world.prepare({ topology, captures: [wish] });
  await world.live(start);
  return world;
}

async function collected(world: World) {
  if (world.session.status === 'ready') world.commit({ type: 'SessionStarted', at: world.clock.now() });
  await world.live(start + 90 * minute);
  const evidence = await readEvidence(world.blobs, world.session.evidenceKey);
  if (evidence === undefined) throw new Error('nothing was collected');
  const { manifest, files } = evidence;
  const note = manifest.files.find(({ kind }) => kind === 'capture');
  return { note, content: note && files.get(note.name), gap: manifest.missing.find(({ kind }) => kind === 'capture') };
}

describe('packets that a lab wants captured', () => {
  test('are captured from when it is up, within their limits, and are part of the evidence', async () => {
    const world = await capturing();
    expect(world.session).toMatchObject({ status: 'ready' });
    const { captures } = world.labs;
    expect([...captures.asked]).toEqual([['l0', { packets: 500, seconds: 1800, filter: 'icmp' }]]);
    const { note, content, gap } = await collected(world);
    expect(note).toMatchObject({ name: 'captures/R1-R2.pcap', link: 'R1-R2', size: 4 });
    expect(content).toEqual(captures.file);
    expect(gap).toBeUndefined();
    expect([...captures.ended]).toEqual(['l0']);
  });

  test('keep no lab from starting, and no session from ending, when CML refuses them', async () => {
    const world = await capturing(({ labs }) => {
      labs.captures.trouble = new CmlError('refused', 'no room for captures');
    });
    expect(world.session).toMatchObject({ status: 'ready' });
    expect(world.session.progress.instantiate?.['start_lab']?.message).toBe(
      'every node is up; R1-R2 is not captured: no room for captures',
    );
    const { note, gap } = await collected(world);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
    expect(note).toBeUndefined();
    expect(gap).toEqual({ kind: 'capture', link: 'R1-R2', reason: 'no room for captures' });
  });

  test('are left out when they are larger than a package holds', async () => {
    const world = await capturing();
    world.labs.captures.file = new Uint8Array(8 * 1024 * 1024 + 1);
    expect((await collected(world)).gap?.reason).toBe(`larger than ${8 * 1024 * 1024} bytes`);
  });

  test('that were never begun are said to be missing', async () => {
    const world = await capturing();
    world.labs.captures.asked.clear();
    expect((await collected(world)).gap?.reason).toBe('nothing was captured there');
  });

  test('go on while the evidence is read beside the work', async () => {
    const world = await capturing();
    const { id } = world.session.definition;
    const at = world.clock.now();
    world.commit(
      { type: 'SessionStarted', at },
      { type: 'SessionRegradeAsked', order: { cause: 'reread', by: 'ana', rulesOf: id }, at },
    );
    await world.live(start + 10 * minute);
    expect(world.labs.captures.ended.size).toBe(0);
    const { manifest } = (await readEvidence(world.blobs, world.session.evidenceKey)) ?? {};
    expect(manifest?.missing).toContainEqual({
      kind: 'capture',
      link: 'R1-R2',
      reason: 'it goes on until the end of the session',
    });
  });

  test('begin anew with a lab that was reset', async () => {
    const world = await capturing();
    const at = world.clock.now();
    world.labs.captures.ended.add('l0');
    world.commit({ type: 'SessionStarted', at }, { type: 'SessionResetStarted', reason: 'anew', by: 'user', at });
    await world.live(start + 15 * minute);
    expect(world.labs.captures.begun).toBe(2);
    const { note, gap } = await collected(world);
    expect(note).toBeDefined();
    const back = new Date(world.session.suspensions?.[0]?.until ?? 0).toISOString();
    expect(gap).toEqual({ kind: 'capture', reason: `what was captured before ${back} is lost: its lab was reset` });
  });

  test('are said to be lost with the host, also where they began anew on another one', async () => {
    const world = await capturing();
    const at = world.clock.now();
    world.commit({ type: 'SessionStarted', at }, { type: 'SessionHostLost', reason: 'its instance is gone', at });
    world.commit({ type: 'SessionResumed', cause: 'worker-lost', at });
    const reason = `what was captured before ${new Date(at).toISOString()} is lost: its host was lost`;
    const draft = new PackageDraft({
      session: { ...world.session, version: 1 },
      lab: { title: 'x' },
      clock: world.clock,
      kind: 'final',
    });
    lacksLostCaptures(draft, world.session);
    expect(draft.finish({ nodes: [] }).manifest.missing).toEqual([{ kind: 'capture', reason }]);
  });
});

test('wherever the controller dies, a capture is begun once and its packets are in the evidence', async () => {
  let point = 0;
  for (let more = true; more; ) {
    point += 1;
    let points = 0;
    const world = await capturing(({ labs }) => {
      labs.hook = () => {
        points += 1;
        if (points === point) throw new Error('the process died');
      };
    });
    expect((await collected(world)).note, `death ${point}`).toMatchObject({ size: 4 });
    expect(world.labs.captures.begun, `death ${point}`).toBe(1);
    more = points >= point;
  }
  expect(point).toBeGreaterThan(20);
});

test('a step that fails says how the nodes stood', async () => {
  const world = await new World().prepare({ topology });
  const nodes = world.labs.nodes.bind(world.labs);
  world.labs.converged = async () => false;
  world.labs.nodes = async (id) =>
    (await nodes(id)).map((node) => ({ ...node, state: node.label === 'R2' ? 'STARTED' : 'BOOTED' }));
  await world.live(start + 10 * minute);
  expect(world.session.progress.instantiate?.['start_lab']?.message).toContain('attempt');
  const failed = world.controlPlane.sessions.events.find(({ type }) => type === 'SessionStepFailed');
  expect(failed).toMatchObject({ message: 'took longer than 1200 s (R2 is STARTED, 1 of 2 nodes are BOOTED)' });
});

test('a step that fails while CML does not answer says what it can', async () => {
  const world = await new World().prepare({ topology });
  world.labs.converged = async () => false;
  await world.live(start - 5 * minute);
  world.labs.nodes = async () => {
    throw new CmlError('unreachable', 'no answer');
  };
  await world.live(start + 10 * minute);
  const failed = world.controlPlane.sessions.events.find(({ type }) => type === 'SessionStepFailed');
  expect(failed).toMatchObject({ message: 'took longer than 1200 s' });
});
