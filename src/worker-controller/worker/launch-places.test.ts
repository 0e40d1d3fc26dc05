import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCreatedWorker } from '../testing/a-worker.ts';
import { World } from '../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;

const zones = ['us-east-1a', 'us-east-1b'];
const places = ['m5zn', 'm5'].flatMap((type) => ['anywhere', ...zones].map((zone) => `${type}.metal ${zone}`));

/** One worker whose template names two zones and another type. */
function aWorld(): World {
  return new World({ spec: { ...aCreatedWorker().spec, zones, instanceTypes: ['m5.metal'] } });
}

function fill(world: World, ...full: string[]): void {
  for (const place of full) world.cloud.full.add(place);
}

describe('a launch for which there is no capacity', () => {
  test('goes on to the next place at once, each with a token of its own', async () => {
    const world = aWorld();
    fill(world, ...places.slice(0, 4));
    await world.live(minute);
    expect(world.cloud.effects).toEqual(['launch wkr_1:1:4']);
    expect(world.worker).toMatchObject({
      launch: 1,
      failures: 0,
      place: { number: 4, instanceType: 'm5.metal', zone: 'us-east-1a' },
    });
    expect(world.cloud.alive).toMatchObject([{ instanceType: 'm5.metal', availabilityZone: 'us-east-1a' }]);
  });

  test('says of each place why it was left', async () => {
    const world = aWorld();
    fill(world, ...places.slice(0, 2));
    await world.live(minute);
    const reasons = world.controlPlane.workers.events.flatMap((event) =>
      event.type === 'WorkerLaunchPlaced' ? [event.reason] : [],
    );
    expect(reasons).toEqual([
      'as its template wants it',
      'EC2 has no capacity for m5zn.metal in any zone, m5zn.metal in us-east-1a is tried',
      'EC2 has no capacity for m5zn.metal in us-east-1a, m5zn.metal in us-east-1b is tried',
    ]);
  });

  test('fails when no place is left, says what to do, and begins again at the first', async () => {
    const world = aWorld();
    fill(world, ...places);
    await world.live(minute);
    expect(world.worker).toMatchObject({
      status: 'failed',
      failures: 1,
      refusal: { code: 'insufficient-capacity', exception: 'EC2InstanceCreationException' },
    });
    expect(world.worker.reason).toBe(
      'EC2 refused the launch of m5.metal in us-east-1b, the last place to try: EC2 has none left; ' +
        'add zones or instance types to the template, or wait: AWS has none left there for now',
    );
    world.cloud.full.clear();
    await world.live(hour);
    expect(world.cloud.effects).toEqual(['launch wkr_1:2']);
    expect(world.worker).toMatchObject({ status: 'running', refusal: undefined, place: { number: 0 } });
  });

  test('stays where it is when an answer was lost, whatever becomes free', async () => {
    const world = aWorld();
    fill(world, ...places.slice(0, 2));
    world.cloud.failAlways('answer-lost');
    world.cloud.failNext('lagging-read');
    await world.live(minute / 2);
    world.cloud.calm();
    world.cloud.failNext('lagging-read');
    world.restart();
    await world.live(hour);
    expect(world.cloud.effects).toEqual(['launch wkr_1:1:2']);
    expect(world.worker).toMatchObject({ status: 'running', launch: 1, place: { number: 2 } });
  });

  test('goes nowhere else when somebody else may have asked before: it fails, and the next launch begins', async () => {
    const world = aWorld();
    fill(world, ...places.slice(0, 1));
    // The first look writes the place down; whoever wrote it dies before he asks for it, or after.
    await world.look();
    expect(world.worker.place?.number).toBe(0);
    world.restart();
    await world.look();
    await world.look();
    expect(world.worker).toMatchObject({ status: 'failed', place: { number: 0 } });
    await world.live(hour);
    expect(world.cloud.effects).toEqual(['launch wkr_1:2:1']);
  });
});

test('nobody asks at a place that was left, however old what they are shown', async () => {
  const world = aWorld();
  fill(world, ...places.slice(0, 1));
  await world.look();
  await world.showOld(6);
  for (let look = 0; look < 2; look += 1) await world.look();
  world.cloud.full.clear();
  await world.live(hour);
  expect(world.cloud.effects).toEqual(['launch wkr_1:1:1']);
});

test('who comes after somebody that is about to go on writes the place down again before asking there', async () => {
  const world = aWorld();
  fill(world, ...places.slice(0, 1));
  await world.look();
  const { place } = world.worker;
  world.restart();
  await world.look();
  const written = world.controlPlane.workers.events.filter(({ type }) => type === 'WorkerLaunchPlaced');
  expect(written).toMatchObject([{ place }, { place, reason: 'm5zn.metal in any zone goes on under a new lead' }]);
});

test('a template with one place writes no place down', async () => {
  const world = new World();
  await world.live(hour);
  expect(world.worker.place).toBeUndefined();
  expect(world.cloud.effects).toEqual(['launch wkr_1:1']);
});

test('a refusal that no other place would change ends the launch', async () => {
  const world = aWorld();
  world.mayAct = false;
  await world.look();
  expect(world.cloud.effects).toEqual([]);
  world.mayAct = true;
  world.cloud.failNext('refused-for-good');
  await world.live(minute);
  expect(world.worker).toMatchObject({
    status: 'failed',
    refusal: { code: 'quota-exceeded', exception: 'EC2QuotaExceededException' },
  });
  expect(world.worker.reason).toContain('ask AWS for a higher limit');
});

const happenings = fc.array(
  fc.record({
    what: fc.oneof(
      fc.constantFrom('answer-lost', 'lagging-read', 'stuck-boot', 'killed', 'restart', 'all free'),
      fc.subarray(places),
    ),
    afterMs: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 25 * minute })),
  }),
  { maxLength: 10 },
);

test('whatever is full and whatever is lost, a worker never has two instances, and comes up in the end', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async (script) => {
      const world = aWorld();
      for (const { what, afterMs } of script) {
        if (typeof what !== 'string') fill(world, ...what);
        else if (what === 'all free') world.cloud.full.clear();
        else if (what === 'restart') world.restart();
        else world.cloud.failNext(what);
        await world.live(afterMs);
        expect(world.cloud.alive.length).toBeLessThanOrEqual(1);
      }
      world.cloud.calm();
      world.commit({ type: 'WorkerRetryAsked', reason: 'in case it gave up', at: world.clock.now() });
      await world.live(2 * hour);
      expect(world.cloud.alive).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});
