import { type EvidencePackage, packEvidence } from '@lcm/core/contracts/evidence-package';
import { orderDelivery } from '@lcm/core/domain/session';
import { ReservationId } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { keptWorld } from '../testing/kept-world.ts';
import { LivingWorld } from '../testing/living-world.ts';
import { start, World, workerId } from '../testing/world.ts';
import { lossReconciler } from './loss-reconciler.ts';

const minute = 60_000;
const end = instant(start + 60 * minute);

async function look(world: World): Promise<void> {
  await lossReconciler(world.deps()).reconcile(workerId, new AbortController().signal);
}

/** Its instance ended in AWS while somebody worked in the session. */
async function lostWorld(): Promise<World> {
  const world = await new World().prepare();
  await world.live(start + minute);
  world.commit({ type: 'SessionStarted', at: world.clock.now() });
  lose(world);
  return world;
}

function lose(world: World): void {
  world.labs.loseAll();
  const reason = 'its instance is gone';
  world.commitWorker({ type: 'WorkerLaunchFailed', launch: 1, reason, at: world.clock.now() });
}

const text = new TextEncoder();
const capturedAt = '2026-01-05T08:00:00Z';
const name = 'configurations/R1.cfg';
const evidence: EvidencePackage = {
  manifest: {
    format: 'lcm-evidence/2',
    kind: 'final',
    sessionId: 'ses_0',
    definition: { id: 'def_1', title: 'Names', version: '1.0.0' },
    worker: 'exam-room-1',
    lab: 'Names',
    capturedAt,
    nodes: [{ label: 'R1', nodeDefinition: 'iol-xe', state: 'BOOTED' }],
    files: [{ name, kind: 'running-configuration', node: 'R1', source: 'CML', capturedAt, size: 13, sha256: 'ab' }],
    missing: [],
  },
  files: new Map([[name, text.encode('hostname MINE')]]),
};

function ordered(world: World, order: 'pause' | 'resume'): void {
  const decided = orderDelivery(world.session, { order, by: 'max', reason: 'a fire drill' }, world.clock.now());
  if (!decided.ok) throw new Error(decided.rejection.code);
  world.commit(...decided.value);
}

/** The scheduler's answer: the same worker, as soon as it is there again. */
function replaced(world: World): void {
  const at = world.clock.now();
  const { placement } = world.session;
  if (placement === undefined) throw new Error('it has no place');
  const again = {
    ...placement,
    reservationId: ReservationId.parse('res_2'),
    ports: { R1_serial: 20_005, R2_serial: 20_006 },
  };
  const timeslot = { start, end: instant(end + 10 * minute) };
  const verdict = { decidedAt: at, placed: true, summary: 'placed', workers: [], wouldHelp: [] };
  world.commit({ type: 'SessionReplaced', placement: again, timeslot, verdict, at });
}

function launchedAgain(world: World): void {
  const at = world.clock.now();
  world.commitWorker(
    { type: 'WorkerVacated', launch: 1, at },
    { type: 'WorkerInstanceAssigned', launch: 2, instanceId: 'i-2', at },
    { type: 'WorkerAddressChanged', publicIp: '192.0.2.7', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: 'https://192.0.2.7', cmlVersion: '2.9.0', at },
  );
}

async function restored(world: World): Promise<void> {
  await look(world);
  replaced(world);
  await world.live(start + 5 * minute);
  launchedAgain(world);
}

function expectRestored(world: World, where = ''): void {
  expect(world.session.status, `after ${where}`).toBe('running');
  expect(world.session.suspensions, `after ${where}`).toMatchObject([
    { cause: 'worker-lost', until: expect.any(Number) },
  ]);
  expect(world.session.lab?.launch, `after ${where}`).toBe(2);
  expect(
    world.labs.effects.filter((effect) => effect === 'import'),
    `after ${where}`,
  ).toHaveLength(2);
  expect(world.delivery.devices, `after ${where}`).toMatchObject([
    { host: '192.0.2.7', port: 20_005 },
    { host: '192.0.2.7', port: 20_006 },
  ]);
  expect(world.delivery.effects, `after ${where}`).toEqual(['provision']);
}

describe('a session whose host is lost', () => {
  test('is told once, and waits for another place', async () => {
    const world = await lostWorld();
    await look(world);
    await look(world);
    expect(world.controlPlane.sessions.events.filter(({ type }) => type === 'SessionHostLost')).toHaveLength(1);
    await world.live(start + 10 * minute);
    expect(world.session).toMatchObject({ status: 'running', wish: { kind: 'replace' } });
    expect(world.because).toBe('waits for another place');
  });

  test('has its lab again on the next launch, at other ports, and ends later', async () => {
    const world = await lostWorld();
    await restored(world);
    await world.live(start + 15 * minute);
    expectRestored(world);
    await world.live(end + 5 * minute);
    expect(world.session.status).toBe('running');
    await world.live(end + 30 * minute);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
    expect(world.labs.remaining).toEqual([]);
  });

  test('stays paused through its loss, and goes on when an operator resumes it', async () => {
    const living = new LivingWorld(await new World().prepare());
    const { world } = living;
    await living.live(61);
    world.delivery.becomes(world.session.delivery?.id ?? '', 'RUNNING');
    await living.live(2);
    ordered(world, 'pause');
    await living.live(2);
    lose(world);
    await look(world);
    replaced(world);
    await living.live(2);
    launchedAgain(world);
    await living.live(10);
    expect(world.session).toMatchObject({ status: 'running', reason: 'paused: a fire drill', lab: { launch: 2 } });
    ordered(world, 'resume');
    await living.live(2);
    expect(world.session.suspensions?.map(({ cause, until }) => [cause, until !== undefined])).toEqual([
      ['operator', true],
      ['worker-lost', true],
    ]);
    expect(world.delivery.effects).toEqual(['provision', 'pause', 'resume']);
  });

  test('has back what was kept of it before its first start there', async () => {
    const world = await lostWorld();
    const nodes = [{ label: 'R1', configuration: 'hostname MINE' }];
    const content = JSON.stringify({ format: 'lcm-configurations/1', nodes });
    const key = await world.blobs.put(new TextEncoder().encode(content));
    const of = { pipeline: 'reset', step: 'save_configurations', at: world.clock.now() } as const;
    world.commit({ type: 'SessionStepDone', ...of, message: 'kept', output: { saved: { key, at: of.at } } });
    await restored(world);
    await world.live(start + 15 * minute);
    expectRestored(world);
    expect(Object.fromEntries(world.labs.given)).toEqual({ R1: 'hostname MINE' });
  });

  test('begins there with what was kept of it while somebody worked, minutes before', async () => {
    const kept = await keptWorld();
    const { world } = kept;
    kept.type('R1', 'hostname MINE');
    await kept.live(9);
    kept.type('R1', 'hostname LOST');
    lose(world);
    await look(world);
    replaced(world);
    launchedAgain(world);
    await world.live(start + 20 * minute);
    expect(world.session.status).toBe('running');
    expect(Object.fromEntries(world.labs.given)).toEqual({ R1: 'hostname MINE', R2: 'hostname R2\n' });
  });

  test.each([
    ['of evidence', { kept: packEvidence(evidence), message: 'configurations of 1 nodes', given: ['hostname MINE'] }],
    ['of nothing', { kept: text.encode('{}'), message: 'what was saved of it is not stored any more', given: [] }],
  ])('has back what can be had %s, and else waits for an operator', async (_, { kept, message, given }) => {
    const world = await lostWorld();
    const key = await world.blobs.put(kept);
    const of = { pipeline: 'reset', step: 'save_configurations', at: world.clock.now() } as const;
    world.commit({ type: 'SessionStepDone', ...of, message: 'kept', output: { saved: { key, at: of.at } } });
    await restored(world);
    await world.live(start + 15 * minute);
    expect(world.session.progress.restore?.['load_configurations']?.message).toBe(message);
    expect([...world.labs.given.values()]).toEqual(given);
  });

  test('that was being prepared begins again, with the candidate’s side that it has', async () => {
    const world = await new World().prepare();
    await world.live(start - 19 * minute);
    expect(world.session).toMatchObject({ status: 'instantiating', lab: { launch: 1 } });
    lose(world);
    await look(world);
    replaced(world);
    launchedAgain(world);
    await world.live(start);
    expect(world.session).toMatchObject({ status: 'ready', lab: { launch: 2 } });
    expect(world.delivery.effects).toEqual(['provision']);
  });
});

test('wherever the controller dies while a lab is brought back, it is imported there once and the session goes on', async () => {
  let point = 0;
  for (let more = true; more; ) {
    point += 1;
    const world = await lostWorld();
    await restored(world);
    let points = 0;
    const hook = (): void => {
      points += 1;
      if (points !== point) return;
      world.restart();
      throw new Error('the process died');
    };
    world.labs.hook = hook;
    world.delivery.hook = hook;
    await world.live(start + 20 * minute);
    expectRestored(world, `death ${point}`);
    more = points >= point;
  }
  expect(point).toBeGreaterThan(15);
});
