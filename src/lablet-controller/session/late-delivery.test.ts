import { LabDeliveryError } from '@lcm/core/ports/lab-delivery';
import { describe, expect, test } from 'vitest';
import { topology } from '../testing/lab-world.ts';
import { start, World } from '../testing/world.ts';

const minute = 60_000;
const end = start + 60 * minute;

/** Its lab comes up while the delivery system does not answer. */
async function withoutDelivery(until: number, prepare: (world: World) => void = down): Promise<World> {
  const world = await new World().prepare({ topology });
  prepare(world);
  await world.live(until);
  return world;
}

function down({ delivery }: World): void {
  delivery.isDown = true;
}

function expectDelivered(world: World, where = ''): void {
  expect(world.session, `after ${where}`).toMatchObject({ status: 'ready', delivery: { id: 'lds-ses_1' } });
  expect(world.session.deliveryDue, `after ${where}`).toBeUndefined();
  expect(world.delivery.devices, `after ${where}`).toHaveLength(2);
  expect(world.delivery.effects, `after ${where}`).toEqual(['provision']);
}

describe('a session whose delivery system does not answer', () => {
  test('is ready as soon as its lab is, and says what it is without', async () => {
    const world = await withoutDelivery(start);
    expect(world.session).toMatchObject({
      status: 'ready',
      deliveryAway: { reason: 'the delivery system does not answer' },
      deliveryDue: { reason: 'the delivery system does not answer' },
    });
    expect(world.session.readyAt).toBeLessThan(start);
    const { provision_delivery: provisioned, publish_devices: published } = world.session.progress.instantiate ?? {};
    const later = { status: 'skipped', message: 'later: the delivery system does not answer' };
    expect([provisioned, published]).toMatchObject([later, later]);
  });

  test('gets its candidate’s side as soon as that can be made, once', async () => {
    const world = await withoutDelivery(start);
    world.delivery.isDown = false;
    await world.live(start + 2 * minute);
    expectDelivered(world);
    expect(world.session.deliveryAway).toBeUndefined();
  });

  test('is ready without it as well when that refuses again and again', async () => {
    const world = await withoutDelivery(start, ({ delivery }) => {
      delivery.provision = async () => {
        throw new LabDeliveryError('refused', 'it does not know the form');
      };
    });
    expect(world.session).toMatchObject({ status: 'ready', deliveryDue: { reason: 'it does not know the form' } });
  });

  test('waits for its lab all the same', async () => {
    const world = await withoutDelivery(start, (before) => {
      down(before);
      before.labs.converged = async () => false;
    });
    expect(world.session.status).toBe('instantiating');
  });

  test('is no no-show when its time is over: nobody could begin', async () => {
    const world = await withoutDelivery(end + 5 * minute);
    const reason = 'its time was over before anybody could begin';
    expect(world.session.outcome).toEqual({ result: 'expired', reason });
    world.delivery.isDown = false;
    await world.live(end + 20 * minute);
    expect(world.session.status).toBe('archived');
    expect(world.delivery.open).toBe(0);
  });

  test('is reset without it, and gets it after that', async () => {
    const world = await withoutDelivery(start);
    const at = world.clock.now();
    world.commit({ type: 'SessionResetStarted', reason: 'anew', by: 'ana', at });
    await world.live(start + 10 * minute);
    expect(world.session.suspensions).toMatchObject([{ cause: 'reset', until: expect.any(Number) }]);
    expect(world.session.progress.reset).toMatchObject({ publish_devices: { status: 'skipped' } });
    world.delivery.isDown = false;
    await world.live(start + 12 * minute);
    expectDelivered(world);
  });
});

test('wherever the controller dies while the candidate’s side is made late, it is made once', async () => {
  let point = 0;
  for (let more = true; more; ) {
    point += 1;
    const world = await withoutDelivery(start);
    world.delivery.isDown = false;
    let points = 0;
    world.delivery.hook = () => {
      points += 1;
      if (points !== point) return;
      world.restart();
      throw new Error('the process died');
    };
    await world.live(start + 5 * minute);
    expectDelivered(world, `death ${point}`);
    more = points >= point;
  }
  expect(point).toBeGreaterThan(2);
});

test('whichever report of it is not sent, or not heard, it is made once', async () => {
  for (const isHeard of [true, false]) {
    for (let nth = 1; nth <= 5; nth += 1) {
      const world = await withoutDelivery(start - 20 * minute);
      world.dieAtReport(nth + 10, isHeard);
      await world.live(start);
      world.delivery.isDown = false;
      world.dieAtReport(nth, isHeard);
      await world.live(start + 5 * minute);
      expectDelivered(world, `report ${nth}, heard: ${isHeard}`);
      expect(world.session.progress.deliver).toMatchObject({ publish_devices: { status: 'done' } });
    }
  }
});
