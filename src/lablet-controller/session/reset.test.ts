import { blobKey } from '@lcm/core/ports/blobs';
import { CmlError } from '@lcm/core/ports/cml';
import { describe, expect, test } from 'vitest';
import { topology } from '../testing/lab-world.ts';
import { start, World } from '../testing/world.ts';

const minute = 60_000;

/** Somebody works in it and asks for a reset; an extraction before wrote what the nodes ran into the lab. */
async function resetWorld(): Promise<World> {
  const world = await new World().prepare({ topology });
  await world.live(start - minute);
  const at = world.clock.now();
  world.commit({ type: 'SessionStarted', at }, { type: 'SessionResetStarted', reason: 'begin anew', by: 'user', at });
  world.labs.effects.length = 0;
  return world;
}

const effects = ['stop', 'wipe', 'start'];

function expectReset(world: World, where = ''): void {
  expect(world.session.status, `after ${where}`).toBe('running');
  expect(world.session.suspensions, `after ${where}`).toMatchObject([{ cause: 'reset', until: expect.any(Number) }]);
  expect(world.labs.effects, `after ${where}`).toEqual(effects);
  expect(Object.fromEntries(world.labs.given), `after ${where}`).toEqual({ R1: 'hostname R1', R2: 'hostname R2' });
  expect(world.delivery.devices, `after ${where}`).toHaveLength(2);
}

describe('a reset', () => {
  test('wipes the lab, puts its initial configurations back and starts it again', async () => {
    const world = await resetWorld();
    world.delivery.devices = [];
    await world.live(start + 10 * minute);
    expectReset(world);
    expect(Object.values(world.session.progress.reset ?? {}).map(({ status }) => status)).toEqual(
      Array.from({ length: 6 }, () => 'done'),
    );
  });

  test('keeps what the nodes ran before they are wiped', async () => {
    const world = await resetWorld();
    await world.live(start + 10 * minute);
    const content = await world.blobs.get(blobKey(world.session.saved?.key ?? ''));
    expect(JSON.parse(new TextDecoder().decode(content)).nodes).toEqual([
      { label: 'R1', configuration: 'hostname R1\n' },
      { label: 'R2', configuration: 'hostname R2\n' },
    ]);
  });

  test('that an operator helps over a step goes on', async () => {
    const world = await resetWorld();
    world.labs.extractConfigurations = async () => {
      throw new CmlError('refused', 'R1 does not answer');
    };
    await world.live(start + 5 * minute);
    expect(world.session.progress.reset?.['save_configurations']).toMatchObject({
      message: 'R1 does not answer (every node is BOOTED)',
    });
    expect(world.labs.effects).toEqual([]);
    const of = { pipeline: 'reset', step: 'save_configurations', at: world.clock.now() } as const;
    world.commit({ type: 'SessionStepSkipped', ...of, message: 'nothing worth keeping', by: 'ana' });
    await world.live(start + 15 * minute);
    expectReset(world);
  });

  test('does not keep the session from ending in time', async () => {
    const world = await resetWorld();
    world.labs.startLab = async () => {
      throw new CmlError('refused', 'no licence');
    };
    await world.live(start + 90 * minute);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
  });
});

test('wherever the controller dies in a reset, the lab is wiped and started once, and the session goes on', async () => {
  let point = 0;
  for (let more = true; more; ) {
    point += 1;
    const world = await resetWorld();
    let points = 0;
    const hook = (): void => {
      points += 1;
      if (points !== point) return;
      world.restart();
      throw new Error('the process died');
    };
    world.labs.hook = hook;
    world.delivery.hook = hook;
    await world.live(start + 15 * minute);
    expectReset(world, `death ${point}`);
    more = points >= point;
  }
  expect(point).toBeGreaterThan(20);
});

/** Two for each of six steps, and two more that come to nothing. */
const reports = 14;

test('whichever report of a reset is not sent, or not heard, the session goes on', async () => {
  for (const isHeard of [true, false]) {
    for (let nth = 1; nth <= reports; nth += 1) {
      const world = await resetWorld();
      world.dieAtReport(nth, isHeard);
      await world.live(start + 15 * minute);
      expectReset(world, `report ${nth}, heard: ${isHeard}`);
      expect(world.session.progress.reset).toMatchObject({ publish_devices: { status: 'done' } });
    }
  }
});
