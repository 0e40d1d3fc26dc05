import { BlobsError } from '@lcm/core/ports/blobs';
import { CmlError } from '@lcm/core/ports/cml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEvidence } from '../evidence/stored-evidence.ts';
import { sessionId, start, World } from '../testing/world.ts';

const minute = 60_000;
const begin = start - 20 * minute;
const end = start + 60 * minute;

async function untilReady(world: World): Promise<void> {
  await world.live(start - minute);
}

function candidateBegins(world: World): void {
  world.commit({ type: 'SessionStarted', at: world.clock.now() });
}

/** The whole life of a session whose candidate begins on time and uses all of it. */
async function wholeLife(world: World): Promise<void> {
  await untilReady(world);
  await world.live(start + minute);
  if (world.session.status === 'ready') candidateBegins(world);
  await world.live(end + 20 * minute);
}

describe('the way of a session', () => {
  test('nothing happens before its place begins', async () => {
    const world = await new World().prepare();
    await world.live(begin - minute);
    expect(world.session.status).toBe('scheduled');
    expect(world.because).toBe('its place is reserved');
  });

  test('it is ready before its start, with its ports and its candidate side', async () => {
    const world = await new World().prepare();
    await untilReady(world);
    expect(world.session).toMatchObject({
      status: 'ready',
      lab: { title: 'Names ses_1' },
      delivery: { id: 'lds-ses_1' },
    });
    expect(world.labs.effects).toEqual(['import', 'tags mine,serial:20000', 'tags mine,serial:20001', 'start']);
    expect(world.delivery.devices).toEqual([
      { label: 'R1', protocol: 'telnet', host: '192.0.2.1', port: 20_000 },
      { label: 'R2', protocol: 'telnet', host: '192.0.2.1', port: 20_001 },
    ]);
  });

  test('a door that its lab asks for and that it was not booked with is closed: its number would be claimed twice', async () => {
    const world = await new World().prepare();
    const nodes = world.labs.nodes.bind(world.labs);
    world.labs.nodes = async (id) =>
      (await nodes(id)).map((node) => ({ ...node, tags: ['mine', 'serial:5001', 'VNC:5002', ...node.tags.slice(1)] }));
    await untilReady(world);
    expect(world.labs.effects).toEqual(['import', 'tags mine,serial:20000', 'tags mine,serial:20001', 'start']);
  });

  test('a lab in which there is no node is not waited for: nothing of it can come up', async () => {
    const world = await new World().prepare();
    const nodes = world.labs.nodes.bind(world.labs);
    const isTagged = (): boolean => world.labs.effects.some((effect) => effect.startsWith('tags'));
    world.labs.nodes = async (id) => (isTagged() ? [] : nodes(id));
    await world.live(start);
    const { message } = world.session.progress.instantiate?.['start_lab'] ?? {};
    expect(message).toMatch(/^the lab has no nodes/);
    expect(world.labs.effects).not.toContain('start');
  });

  test('time that runs out still collects and grades, and everything is given back', async () => {
    const world = await new World().prepare();
    await wholeLife(world);
    expect(world.session).toMatchObject({
      status: 'archived',
      outcome: { result: 'completed' },
      score: { points: 10, result: 'pass' },
    });
    expect(world.labs.remaining).toEqual([]);
    expect(world.delivery.open).toBe(0);
  });

  test('evidence is one package with a list of its files', async () => {
    const world = await new World().prepare();
    await wholeLife(world);
    const evidence = await readEvidence(world.blobs, world.session.evidenceKey);
    expect(new TextDecoder().decode(evidence?.files.get('configurations/R1.cfg'))).toBe('hostname R1\n');
    expect(evidence?.manifest.files.map(({ name }) => name)).toContain('consoles/R2.log');
    expect(evidence?.manifest).toMatchObject({ kind: 'final', worker: 'exam-room-1', sessionId });
    expect(world.session.progress.collect?.['package_evidence']?.message).toContain('files, checked');
  });

  test('evidence says what the nodes and links were using when it was collected', async () => {
    const world = await new World().prepare();
    await wholeLife(world);
    const evidence = await readEvidence(world.blobs, world.session.evidenceKey);
    expect(JSON.parse(new TextDecoder().decode(evidence?.files.get('diagnostics.json')))).toMatchObject({
      lab: { state: 'BOOTED' },
      nodes: [
        { label: 'R1', cpuPercent: 6, diskReadBytes: 300 },
        { label: 'R2', cpuPercent: 6 },
      ],
      links: [{ label: 'R1-R2', readPackets: 44 }],
    });
  });

  test('a node that refuses is asked again, and left out in words when it goes on', async () => {
    const world = await new World().prepare();
    world.labs.unread.set('R2', { reason: 'Configuration of node R2 could not be extracted.', mayPass: true });
    await wholeLife(world);
    expect(world.session.progress.collect?.['extract_configurations']).toMatchObject({ status: 'done', attempts: 3 });
    const evidence = await readEvidence(world.blobs, world.session.evidenceKey);
    expect(evidence?.manifest.missing).toContainEqual({
      kind: 'running-configuration',
      node: 'R2',
      reason: 'Configuration of node R2 could not be extracted.',
    });
    expect(world.session.score?.points).toBe(10);
  });

  test('a node that somebody switched off is left out at once', async () => {
    const world = await new World().prepare();
    world.labs.unread.set('R1', { reason: 'it is STOPPED', mayPass: false });
    await wholeLife(world);
    expect(world.session.progress.collect?.['extract_configurations']).toMatchObject({ status: 'done', attempts: 1 });
    expect(world.session.score?.points).toBe(0);
  });

  test('what is not as it was collected is not taken for evidence', async () => {
    const world = await new World().prepare();
    const get = world.blobs.get.bind(world.blobs);
    world.blobs.get = async (key) => {
      if (key === world.session.evidenceKey) throw new BlobsError('damaged', `${key} is damaged`);
      return get(key);
    };
    await wholeLife(world);
    expect(world.session.outcome).toMatchObject({ result: 'failed', reason: expect.stringContaining('is damaged') });
  });

  test('a definition without rules ends without a score', async () => {
    const world = await new World().prepare({ graded: false });
    await wholeLife(world);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
    expect(world.session.progress.grade?.['evaluate']).toMatchObject({ status: 'skipped' });
  });

  test('a candidate who never comes is a no-show, and everything is given back', async () => {
    const world = await new World().prepare();
    await world.live(end + 10 * minute);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'expired', reason: 'no-show' } });
    expect(world.labs.remaining).toEqual([]);
  });

  test('it waits in words for a worker that is not up yet', async () => {
    const world = await new World().prepare();
    world.commitWorker({ type: 'WorkerServiceStatusChanged', to: 'starting', at: world.clock.now() });
    await world.live(begin + minute);
    expect(world.session.progress.instantiate?.['await_worker']).toMatchObject({ status: 'running', attempts: 1 });
    expect(world.because).toBe('await_worker: exam-room-1: CML is starting, licence unregistered');
  });

  test('a step that is refused again and again fails the session with its reason', async () => {
    const world = await new World().prepare();
    world.labs.hook = () => {
      throw new CmlError('refused', 'Lab limit reached');
    };
    await world.live(begin + 5 * minute);
    expect(world.session.outcome?.reason).toBe('instantiate failed: Lab limit reached');
    expect(world.session.progress.instantiate?.['import_lab']?.attempts).toBe(5);
    expect(world.session.status).toBe('stopping');
    world.labs.hook = () => undefined;
    await world.live(begin + 10 * minute);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'failed' } });
  });

  test('a controller whose lead is over imports nothing: a successor may have done so', async () => {
    const world = await new World().prepare();
    world.mayAct = false;
    await world.live(begin + minute);
    expect(world.because).toContain('our lead has to be renewed before it is imported');
    expect(world.labs.effects).toEqual([]);
    world.mayAct = true;
    await untilReady(world);
    expect(world.session.status).toBe('ready');
  });

  test('the clean-up of a session whose worker has ended has nothing to do there', async () => {
    const world = await new World().prepare();
    await untilReady(world);
    const at = world.clock.now();
    world.commitWorker({ type: 'WorkerTerminated', at });
    world.commit({ type: 'SessionStopping', outcome: { result: 'terminated', reason: 'asked' }, at });
    await world.live(start);
    expect(world.session.status).toBe('archived');
    expect(world.session.progress.teardown?.['stop_lab']).toMatchObject({ status: 'skipped' });
  });

  test('nor has that of a session whose worker has failed, and may have given up for good', async () => {
    const world = await new World().prepare();
    await untilReady(world);
    const at = world.clock.now();
    world.commitWorker({ type: 'WorkerLaunchFailed', launch: 1, reason: 'its instance is gone', at });
    world.commit({ type: 'SessionStopping', outcome: { result: 'failed', reason: 'its worker is gone' }, at });
    await world.live(start);
    expect(world.session.status).toBe('archived');
    expect(world.session.progress.teardown?.['delete_lab']).toMatchObject({ status: 'skipped' });
  });

  test('a lab that a late command has started again after it was wiped is deleted all the same', async () => {
    const world = await new World().prepare();
    await untilReady(world);
    const at = world.clock.now();
    world.commit({ type: 'SessionStopping', outcome: { result: 'terminated', reason: 'asked' }, at });
    for (const step of ['stop_lab', 'wipe_lab']) {
      const of = { pipeline: 'teardown', step, at } as const;
      world.commit({ type: 'SessionStepStarted', ...of, message: 'begun' });
      world.commit({ type: 'SessionStepDone', ...of, message: 'done', output: {} });
    }
    await world.live(start + 5 * minute);
    expect(world.session.status).toBe('archived');
    expect(world.labs.remaining).toEqual([]);
  });
});

/** Throws at the n-th point around an outside call, once: what was done is done, but nobody heard of it. */
function crashAt(world: World, point: number): () => boolean {
  let points = 0;
  const hook = (): void => {
    points += 1;
    if (points !== point) return;
    world.restart();
    throw new Error('the process died');
  };
  world.labs.hook = hook;
  world.delivery.hook = hook;
  return () => points >= point;
}

const once = ['import', 'start', 'stop', 'wipe', 'delete'];

test('wherever the controller dies, the session ends the same and every effect happens once', async () => {
  let point = 0;
  for (let more = true; more; ) {
    point += 1;
    const world = await new World().prepare();
    const reached = crashAt(world, point);
    await wholeLife(world);
    expect(world.session, `crash ${point}`).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
    expect(world.session.score?.points).toBe(10);
    const counted = once.map((effect) => world.labs.effects.filter((each) => each === effect).length);
    expect(counted, `crash ${point}`).toEqual(once.map(() => 1));
    expect(world.delivery.effects).toEqual(['provision', 'release']);
    expect(world.labs.remaining).toEqual([]);
    more = reached();
  }
  expect(point).toBeGreaterThan(40);
});

test('whatever is away for a while, nothing is left behind', async () => {
  const outage = fc.record({ at: fc.integer({ min: 0, max: 90 }), minutes: fc.integer({ min: 1, max: 15 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(outage, { maxLength: 3 }), async (outages) => {
      const world = await new World().prepare();
      world.labs.hook = () => {
        const minutes = (world.clock.now() - begin) / minute;
        const away = outages.some(({ at, minutes: long }) => minutes >= at && minutes < at + long);
        if (away) throw new CmlError('unreachable', 'connection refused');
      };
      await wholeLife(world);
      await world.live(end + 60 * minute);
      expect(world.session.status).toBe('archived');
      expect(world.labs.remaining).toEqual([]);
      expect(world.delivery.open).toBe(0);
    }),
    { numRuns: 15 },
  );
});
