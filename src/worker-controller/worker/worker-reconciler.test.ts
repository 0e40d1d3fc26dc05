import { instant } from '@lcm/core/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aReservation, reservationId } from '../testing/a-worker.ts';
import type { Fault } from '../testing/fake-cloud.ts';
import { World } from '../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('the way of a worker', () => {
  test('a new worker is launched, booted, reached and licensed', async () => {
    const world = new World();
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({
      status: 'running',
      service: 'available',
      cmlVersion: '2.9.0+build.3',
      endpoint: 'https://192.0.2.1',
      license: { status: 'registered', nodeLimit: 20 },
    });
    expect(world.cloud.effects).toEqual(['launch wkr_1:1']);
    expect(world.because).toBe('all is as wanted');
  });

  test('a planned worker has no host', async () => {
    const world = new World({ desired: 'stopped' });
    await world.live(hour);
    expect(world.cloud.effects).toEqual([]);
    expect(world.worker.status).toBe('pending');
  });

  test('stopping and starting keeps the instance and its licence', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.want('stopped');
    await world.live(10 * minute);
    expect(world.worker).toMatchObject({ status: 'stopped', service: 'unavailable' });
    world.want('running');
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'running', service: 'available', license: { status: 'registered' } });
    expect(world.cloud.effects).toEqual(['launch wkr_1:1', 'stopped i-00000001', 'running i-00000001']);
  });

  test('a host with a session on it is not stopped before the session gives its place back', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.commit(aReservation(world.clock.now(), world.clock.now() + hour));
    world.want('stopped');
    await world.live(2 * hour);
    expect(world.worker.status).toBe('running');
    world.commit({ type: 'WorkerReservationReleased', reservationId, reason: 'done', at: world.clock.now() });
    await world.live(10 * minute);
    expect(world.worker.status).toBe('stopped');
  });

  test('a drained worker stops when its last session is over, and stays stopped', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.commit({ type: 'WorkerStatusChanged', to: 'draining', reason: 'maintenance', at: world.clock.now() });
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'stopped', desired: 'stopped' });
  });

  test('the time of a drain that is to be forced is told once it is up, also by a successor, while a session is there', async () => {
    const world = new World();
    await world.live(20 * minute);
    const at = world.clock.now();
    world.commit(aReservation(at, at + 2 * hour));
    world.commit({ type: 'WorkerStatusChanged', to: 'draining', reason: 'maintenance', at });
    const endsAt = instant(at + 10 * minute);
    world.commit({ type: 'WorkerDrainTimed', endsAt, whenTimeIsUp: 'force', reason: 'maintenance', at });
    world.dieBefore('drain-time-up');
    await world.live(9 * minute);
    expect(world.worker.drain?.forced).toBeUndefined();
    await world.live(2 * minute);
    world.restart();
    await world.live(minute);
    expect(world.worker).toMatchObject({ status: 'draining', drain: { forced: { reason: 'its time was up' } } });
    world.commit({ type: 'WorkerReservationReleased', reservationId, reason: 'done', at: world.clock.now() });
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'stopped', drain: undefined });
  });

  test('a running worker returns its licence before its instance ends', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.want('terminated');
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'terminated', license: { status: 'evaluation' } });
    expect(world.cloud.licensed).toBe(0);
    expect(world.cloud.all).toMatchObject([{ state: 'terminated' }]);
  });

  test('a controller that was away for long still asks for the licence before it ends the instance', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.want('terminated');
    world.commit({ type: 'WorkerStatusChanged', to: 'terminating', reason: 'asked for', at: world.clock.now() });
    world.clock.step(2 * hour);
    world.restart();
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'terminated', license: { status: 'evaluation' } });
    expect(world.cloud.licensed).toBe(0);
  });

  test('a stopped worker starts once more to return its licence', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.want('stopped');
    await world.live(10 * minute);
    world.want('terminated');
    await world.live(30 * minute);
    expect(world.worker.status).toBe('terminated');
    expect(world.cloud.licensed).toBe(0);
  });

  test('a boot that takes too long is ended and replaced, and the reason is kept', async () => {
    const world = new World();
    world.cloud.failNext('stuck-boot');
    await world.live(2 * hour);
    expect(world.worker).toMatchObject({ status: 'running', launch: 2 });
    expect(world.cloud.effects).toEqual(['launch wkr_1:1', 'terminated i-00000001', 'launch wkr_1:2']);
    const reasons = world.controlPlane.workers.events.flatMap((event) =>
      event.type === 'WorkerLaunchFailed' ? [event.reason] : [],
    );
    expect(reasons).toEqual([expect.stringContaining('without passing its checks')]);
  });

  test('after five refused launches it waits for an operator and says so', async () => {
    const world = new World();
    world.cloud.failAlways('refused');
    await world.live(10 * hour);
    expect(world.worker).toMatchObject({ status: 'failed', failures: 5 });
    expect(world.worker.reason).toContain('gave up after 5 launches');
    expect(world.because).toContain('an operator has to look at it');
  });

  test('an instance that somebody else stopped is started again', async () => {
    const world = new World();
    await world.live(20 * minute);
    const [instance] = world.cloud.alive;
    if (instance) await world.cloud.stop(instance.region, instance.id);
    await world.live(30 * minute);
    expect(world.worker).toMatchObject({ status: 'running', service: 'available', launch: 1 });
  });

  test('an instance that somebody else ended is replaced', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.cloud.failNext('killed');
    await world.live(30 * minute);
    expect(world.worker).toMatchObject({ status: 'running', launch: 2 });
  });

  test('without the lead nothing is launched and nothing is stopped', async () => {
    const world = new World();
    world.mayAct = false;
    await world.live(10 * minute);
    expect(world.cloud.alive).toHaveLength(0);
    world.mayAct = true;
    await world.live(20 * minute);
    world.mayAct = false;
    world.want('stopped');
    await world.live(10 * minute);
    expect(world.cloud.alive.map(({ state }) => state)).toEqual(['running']);
  });

  test('without the lead nothing is ended', async () => {
    const world = new World();
    await world.live(20 * minute);
    world.mayAct = false;
    world.want('terminated');
    await world.live(10 * minute);
    expect(world.cloud.licensed).toBe(1);
    expect(world.cloud.alive).toHaveLength(1);
    world.mayAct = true;
    await world.live(10 * minute);
    expect(world.worker.status).toBe('terminated');
  });
});

const faults: readonly Fault[] = ['refused', 'answer-lost', 'lagging-read', 'stuck-boot', 'killed'];
const happening = fc.record({
  what: fc.oneof(
    fc.constantFrom(...faults),
    fc.constantFrom('want running', 'want stopped', 'want terminated', 'restart'),
  ),
  afterMs: fc.integer({ min: 0, max: 25 * minute }),
});
const ends = ['running', 'stopped', 'terminated'] as const;

async function happen(world: World, what: string): Promise<void> {
  if (what === 'restart') return world.restart();
  const wanted = ends.find((end) => what === `want ${end}`);
  const fault = faults.find((each) => each === what);
  if (fault) world.cloud.failNext(fault);
  if (wanted && world.worker.desired !== 'terminated') world.want(wanted);
}

test('whatever the cloud does, one worker never has two instances and ends as it is wanted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 8 }), fc.constantFrom(...ends), async (script, end) => {
      const world = new World();
      for (const { what, afterMs } of script) {
        await happen(world, what);
        await world.live(afterMs);
        expect(world.cloud.alive.length).toBeLessThanOrEqual(1);
      }
      world.cloud.calm();
      await happen(world, `want ${end}`);
      await world.live(4 * hour);
      const { status, desired } = world.worker;
      expect(status === 'pending' && desired === 'stopped' ? 'stopped' : status).toBe(desired);
      expect(world.cloud.alive).toHaveLength(status === 'running' || status === 'stopped' ? 1 : 0);
      const launches = world.cloud.effects.filter((effect) => effect.startsWith('launch'));
      expect(new Set(launches).size).toBe(launches.length);
    }),
    { numRuns: 60 },
  );
});
