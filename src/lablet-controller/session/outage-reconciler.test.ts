import { CmlError, cmlLabId } from '@lcm/core/ports/cml';
import { beforeEach, describe, expect, test } from 'vitest';
import { topology } from '../testing/lab-world.ts';
import { start, World, workerId } from '../testing/world.ts';
import { outageReconciler } from './outage-reconciler.ts';
import { saveOf } from './saved-configurations.ts';

const minute = 60_000;

let world: World;
let reconciler: ReturnType<typeof outageReconciler>;

function restart(): void {
  reconciler = outageReconciler(world.deps());
}

/** Both look, as often as they want to. */
async function live(minutes: number): Promise<void> {
  const until = world.clock.now() + minutes * minute;
  while (world.clock.now() < until) {
    const next = await reconciler.reconcile(workerId, new AbortController().signal).catch(() => undefined);
    const mine = next?.kind === 'again' ? next.afterMs : minute;
    world.clock.step(Math.min(mine, await world.look(), minute) || 1);
  }
}

beforeEach(async () => {
  world = await new World().prepare();
  restart();
  await live(55);
});

/** Somebody stops the instance in AWS; the worker controller sees that, and starts it again. */
function hostGoesDown(): void {
  const at = world.clock.now();
  world.labs.powerOff();
  world.commitWorker(
    { type: 'WorkerStatusChanged', to: 'stopping', reason: 'EC2 stopped it', at },
    { type: 'WorkerStatusChanged', to: 'stopped', reason: 'EC2 stopped it', at },
  );
}

function hostComesBack(): void {
  const at = world.clock.now();
  world.commitWorker(
    { type: 'WorkerStatusChanged', to: 'starting', reason: 'asked for', at },
    { type: 'WorkerAddressChanged', publicIp: '192.0.2.99', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: 'https://192.0.2.99', at },
  );
}

async function hostIsAway(minutes: number): Promise<void> {
  hostGoesDown();
  await live(minutes);
  hostComesBack();
}

const starts = (): number => world.labs.effects.filter((effect) => effect === 'start').length;
const lossWords =
  'exam-room-1 was stopped under it: its nodes are started again from their disks, and what was not saved there is lost';

describe('a session whose host was stopped under it', () => {
  test.each([
    'ready',
    'running',
  ])('goes on when it is %s: its lab is started again, where its host is now', async (status) => {
    if (status === 'running') world.commit({ type: 'SessionStarted', at: world.clock.now() });
    await hostIsAway(5);
    await live(10);
    expect(world.session).toMatchObject({ status, reason: 'every node is up, 2 devices at 192.0.2.99' });
    expect(world.session.outage?.restoredAt).toBeGreaterThan(world.session.outage?.since ?? 0);
    expect(starts()).toBe(2);
    expect(world.delivery.devices.map(({ host }) => host)).toEqual(['192.0.2.99', '192.0.2.99']);
    const told = world.controlPlane.sessions.events.findLast(({ type }) => type === 'SessionLabDown');
    expect(told).toMatchObject({ reason: lossWords });
  });

  test('is told at once, and once, that its host has gone down', async () => {
    hostGoesDown();
    const at = world.clock.now();
    await live(5);
    expect(world.session).toMatchObject({ status: 'ready', suspensions: [{ from: at, cause: 'host-down' }] });
    const told = world.controlPlane.sessions.events.filter(({ type }) => type === 'SessionLabDown');
    expect(told).toMatchObject([
      { reason: 'exam-room-1 went down under it: its lab is started again as soon as that is back' },
    ]);
  });

  test('has the time in which nobody could work written down, and asks it back from when it began', async () => {
    const { timeslot } = world.session;
    await live((start + 10 * minute - world.clock.now()) / minute);
    world.commit({ type: 'SessionStarted', at: world.clock.now() });
    const from = world.clock.now();
    await hostIsAway(8);
    await live(10);
    const { suspensions, wish } = world.session;
    expect(suspensions).toMatchObject([{ from, cause: 'host-down', until: expect.any(Number) }]);
    const minutes = Math.ceil(((suspensions?.[0]?.until ?? 0) - from) / minute);
    expect(minutes).toBeGreaterThan(8);
    expect(wish).toMatchObject({ kind: 'extend', end: (timeslot?.end ?? 0) + minutes * minute });
  });

  test('has the time from when CML was lost where nobody saw its host go down', async () => {
    const from = world.clock.now();
    world.labs.powerOff();
    world.commitWorker({ type: 'WorkerServiceStatusChanged', to: 'error', at: from });
    await live(4);
    expect(world.session.suspensions).toBeUndefined();
    world.commitWorker({ type: 'WorkerServiceStatusChanged', to: 'available', at: world.clock.now() });
    await live(10);
    expect(world.session.suspensions).toMatchObject([{ from, cause: 'host-down', until: expect.any(Number) }]);
  });

  describe('and of which something was kept', () => {
    /** R1 was worked on since it began; what R2 runs is what it began with. */
    async function kept(): Promise<void> {
      world = await new World().prepare({ topology });
      restart();
      await live(55);
      const configurations = [
        { label: 'R1', nodeDefinition: 'iol-xe', configuration: 'hostname MINE\n' },
        { label: 'R2', nodeDefinition: 'iol-xe', configuration: 'hostname R2\n' },
      ];
      const saved = await saveOf(world.session, configurations, world.deps());
      world.commit({ type: 'SessionConfigurationsKept', saved, unread: [], removed: [], at: saved.at });
      world.labs.effects.length = 0;
    }

    test('has that back before its lab is started, and the disks of all other nodes as they are', async () => {
      await kept();
      await hostIsAway(5);
      await live(10);
      expect(world.session.outage?.restoredAt).toBeDefined();
      expect(world.labs.effects).toEqual(['wipe R1', 'start']);
      expect([...world.labs.given]).toEqual([['R1', 'hostname MINE\n']]);
      const told = world.controlPlane.sessions.events.findLast(({ type }) => type === 'SessionLabDown');
      expect(told).toMatchObject({ reason: expect.stringContaining('started again with what was kept of them at') });
    });

    test('begins as it was at first after a reset: what was kept before is not put back', async () => {
      await kept();
      const at = world.clock.now();
      world.commit(
        { type: 'SessionResetStarted', reason: 'anew', by: 'ana', at },
        { type: 'SessionResumed', cause: 'reset', at },
      );
      await hostIsAway(5);
      await live(10);
      expect(world.labs.effects).toEqual(['start']);
    });

    test('has it back once, wherever the controller dies', async () => {
      let point = 0;
      for (let more = true; more; ) {
        point += 1;
        await kept();
        await hostIsAway(2);
        const reached = diesAt(point);
        await live(8);
        expect(world.session.outage?.restoredAt, `death ${point}`).toBeDefined();
        expect(world.labs.effects, `death ${point}`).toEqual(['wipe R1', 'start']);
        expect([...world.labs.given], `death ${point}`).toEqual([['R1', 'hostname MINE\n']]);
        more = reached() && point < 40;
      }
      expect(point).toBeGreaterThan(12);
    });
  });

  test('is as it was when only CML did not answer for a while', async () => {
    const at = world.clock.now();
    world.commitWorker({ type: 'WorkerServiceStatusChanged', to: 'error', at });
    await live(5);
    world.commitWorker({ type: 'WorkerServiceStatusChanged', to: 'available', at: world.clock.now() });
    await live(10);
    expect(world.session.outage).toBeUndefined();
    expect(starts()).toBe(1);
  });

  test('looks for a place to be brought up anew when its lab did not come back with its host', async () => {
    hostGoesDown();
    const from = world.clock.now();
    await live(3);
    world.labs.lose(cmlLabId(world.session.lab?.id ?? ''));
    hostComesBack();
    await live(2);
    const reason = 'its lab is not on exam-room-1 any more';
    expect(world.session).toMatchObject({ status: 'ready', wish: { kind: 'replace', reason, at: from } });
    expect(world.session.suspensions).toMatchObject([{ from, cause: 'worker-lost' }]);
  });

  test('is graded by what is known when its nodes do not start again and somebody was at work', async () => {
    world.commit({ type: 'SessionStarted', at: world.clock.now() });
    hostGoesDown();
    hostComesBack();
    world.labs.startLab = async () => {
      throw new CmlError('refused', 'no licence for 2 nodes');
    };
    await live(40);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
    expect(world.session.score).toBeDefined();
  });

  test('fails with the reason when its nodes do not start again', async () => {
    hostGoesDown();
    hostComesBack();
    world.labs.startLab = async () => {
      throw new CmlError('refused', 'no licence for 2 nodes');
    };
    await live(25);
    const reason = 'its lab did not come up again within 20 minutes: no licence for 2 nodes';
    expect(world.session.outcome).toEqual({ result: 'failed', reason });
  });

  test('has its whole time again when its host goes down once more', async () => {
    await hostIsAway(5);
    await live(1);
    const first = world.session.outage?.since ?? 0;
    await hostIsAway(3);
    await live(10);
    expect(world.session.outage?.since).toBeGreaterThan(first);
    expect(world.session).toMatchObject({ status: 'ready', reason: 'every node is up, 2 devices at 192.0.2.99' });
  });

  test('is collected and graded when its time is up meanwhile', async () => {
    world.commit({ type: 'SessionStarted', at: world.clock.now() });
    await live((start + 58 * minute - world.clock.now()) / minute);
    await hostIsAway(1);
    await live(20);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
  });
});

/** Throws at the n-th point around an outside call, once, and a successor takes over. */
function diesAt(point: number): () => boolean {
  let points = 0;
  const hook = (): void => {
    points += 1;
    if (points !== point) return;
    restart();
    throw new Error('the process died');
  };
  world.labs.hook = hook;
  world.delivery.hook = hook;
  return () => points >= point;
}

test('wherever the controller dies while a lab is started again, the session goes on and its lab is started once', async () => {
  let point = 0;
  for (let more = true; more; ) {
    point += 1;
    world = await new World().prepare();
    restart();
    await live(55);
    await hostIsAway(2);
    const reached = diesAt(point);
    await live(6);
    expect(world.session, `death ${point}`).toMatchObject({ status: 'ready' });
    expect(world.session.outage?.restoredAt, `death ${point}`).toBeDefined();
    expect(starts(), `death ${point}`).toBe(2);
    more = reached() && point < 40;
  }
  expect(point).toBeGreaterThan(8);
});
