import { type DeliveryOrderKind, orderDelivery } from '@lcm/core/domain/session';
import { deliverySessionId } from '@lcm/core/ports/lab-delivery';
import { beforeEach, describe, expect, test } from 'vitest';
import { aReadySession, LivingWorld } from '../testing/living-world.ts';
import { start, World } from '../testing/world.ts';

const minute = 60_000;
const end = start + 60 * minute;
const delivery = 'lds-ses_1';

let world: World;
let living: LivingWorld;

async function live(minutes: number): Promise<void> {
  await living.live(minutes);
}

async function prepared(): Promise<void> {
  living = await aReadySession();
  ({ world } = living);
  expect(world.session.status).toBe('ready');
}

beforeEach(prepared);

function order(kind: DeliveryOrderKind, reason = 'a fire drill'): void {
  const decided = orderDelivery(world.session, { order: kind, by: 'manager', reason }, world.clock.now());
  if (!decided.ok) throw new Error(decided.rejection.code);
  world.commit(...decided.value);
}

function chosen(minutes: number): void {
  const changes = [{ name: 'sessions.noShowMinutes', from: 0, to: minutes }] as const;
  world.controlPlane.settings.append('default', [
    { type: 'SettingsChanged', changes, reason: 'exam season', by: 'admin', at: world.clock.now() },
  ]);
}

describe('a delivery whose events never arrive', () => {
  test('is asked for: who begins, pauses, goes on and finishes is seen all the same', async () => {
    world.delivery.becomes(delivery, 'RUNNING');
    await live(2);
    expect(world.session.status).toBe('running');
    world.delivery.becomes(delivery, 'PAUSED');
    await live(2);
    expect(world.session.suspensions).toMatchObject([{ cause: 'candidate', reason: 'the candidate paused' }]);
    world.delivery.becomes(delivery, 'RUNNING');
    await live(2);
    expect(world.session).toMatchObject({
      reason: 'the candidate is at work',
      suspensions: [{ until: expect.any(Number) }],
    });
    world.delivery.becomes(delivery, 'USER_FINISHED');
    await live(5);
    expect(world.session.outcome).toEqual({ result: 'completed', reason: 'collected and graded' });
  });

  test('is collected when somebody began without anybody hearing of it, and the time is up', async () => {
    await live(59);
    world.delivery.becomes(delivery, 'RUNNING');
    world.clock.step(end - world.clock.now());
    await world.live(end + 10 * minute);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
  });

  test('is no longer typed into once its time is up', async () => {
    world.delivery.becomes(delivery, 'RUNNING');
    await live(61);
    expect(world.delivery.effects).toContain('end');
  });
});

describe('what operators order of a delivery', () => {
  beforeEach(async () => {
    world.delivery.becomes(delivery, 'RUNNING');
    await live(2);
  });

  test('a pause is an interval with its reason, and ends when it is taken back', async () => {
    const from = world.clock.now();
    order('pause');
    await live(10);
    expect(world.session).toMatchObject({ status: 'running', reason: 'paused: a fire drill' });
    order('resume', 'it is over');
    await live(1);
    expect(world.session.suspensions).toEqual([
      { from, until: from + 10 * minute, reason: 'a fire drill', cause: 'operator' },
    ]);
    expect(world.delivery.effects).toEqual(['provision', 'pause', 'resume']);
  });

  test('a pause holds against a candidate who goes on', async () => {
    order('pause');
    await live(1);
    world.delivery.becomes(delivery, 'RUNNING');
    await live(2);
    const seen = await world.delivery.session(deliverySessionId(delivery));
    expect(seen?.state).toBe('PAUSED');
    expect(world.session.suspensions).toHaveLength(1);
  });

  test('a pause of the candidate becomes one of the operator', async () => {
    world.delivery.becomes(delivery, 'PAUSED');
    await live(2);
    order('pause');
    await live(1);
    expect(world.session.suspensions?.map(({ cause, until }) => [cause, until === undefined])).toEqual([
      ['candidate', false],
      ['operator', true],
    ]);
  });

  test('an end is collected and graded, with the reason of who ordered it, and closes a pause', async () => {
    order('pause');
    await live(1);
    order('end', 'ended by Max');
    await live(10);
    expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
    expect(world.session.deliveryOrder?.doneAt).toBe(world.session.endedAt);
    expect(world.session.suspensions).toMatchObject([{ until: expect.any(Number) }]);
    const collection = world.controlPlane.sessions.events.find(({ type }) => type === 'SessionCollectionStarted');
    expect(collection).toMatchObject({ reason: 'ended by Max' });
  });

  test('what is over can be filed once more, and nothing happens twice', async () => {
    world.delivery.becomes(delivery, 'USER_FINISHED');
    await live(10);
    order('archive');
    await live(2);
    expect(world.session.deliveryOrder?.doneAt).toBeDefined();
    expect(world.delivery.effects.filter((effect) => effect === 'release')).toEqual(['release']);
  });

  test('wherever the controller dies, an order is carried out once', async () => {
    for (let point = 1, more = true; more; point += 1) {
      await prepared();
      world.delivery.becomes(delivery, 'RUNNING');
      await live(2);
      let points = 0;
      world.delivery.hook = () => {
        points += 1;
        if (points !== point) return;
        living.restart();
        throw new Error('the process died');
      };
      order('pause');
      await live(5);
      order('resume');
      await live(5);
      expect(world.session.deliveryOrder?.doneAt, `death ${point}`).toBeDefined();
      expect(world.session.suspensions, `death ${point}`).toHaveLength(1);
      expect(world.delivery.effects, `death ${point}`).toEqual(['provision', 'pause', 'resume']);
      more = points >= point && point < 30;
    }
  });
});

describe('while the delivery system does not answer', () => {
  test('a session goes on, says since when, and says nothing of it any more once it answers', async () => {
    world.delivery.becomes(delivery, 'RUNNING');
    await live(2);
    world.delivery.isDown = true;
    order('pause');
    const since = world.clock.now();
    await live(10);
    expect(world.session).toMatchObject({
      status: 'running',
      deliveryAway: { since, reason: 'the delivery system does not answer' },
    });
    world.delivery.isDown = false;
    await live(2);
    expect(world.session.deliveryAway).toBeUndefined();
    expect(world.session.suspensions).toHaveLength(1);
    const told = world.controlPlane.sessions.events.filter(({ type }) => type === 'SessionDeliveryAway');
    expect(told).toHaveLength(1);
  });

  test('a hiccup is not worth a word', async () => {
    world.delivery.isDown = true;
    await live(0.3);
    world.delivery.isDown = false;
    await live(5);
    const told = world.controlPlane.sessions.events.filter(({ type }) => type === 'SessionDeliveryAway');
    expect(told).toEqual([]);
  });

  test.each([
    'ready',
    'running',
  ])('the work of a candidate whose session is %s is collected when the time is up', async (status) => {
    if (status === 'running') world.delivery.becomes(delivery, 'RUNNING');
    await live(2);
    world.delivery.isDown = true;
    await live(75);
    expect(world.session.evidenceKey).toBeDefined();
    expect(world.session).toMatchObject({ status: 'stopping', outcome: { result: 'completed' } });
    world.delivery.isDown = false;
    await live(5);
    expect(world.session.status).toBe('archived');
    expect(world.session.deliveryAway).toBeUndefined();
    expect(world.delivery.open).toBe(0);
  });

  test('a session that is being brought up says so as well, and has its candidate’s side afterwards', async () => {
    living = new LivingWorld(await new World().prepare());
    ({ world } = living);
    world.delivery.isDown = true;
    await live(50);
    expect(world.session).toMatchObject({ status: 'ready', deliveryDue: {}, lab: expect.anything() });
    expect(world.session.deliveryAway?.reason).toBe('the delivery system does not answer');
    world.delivery.isDown = false;
    await live(3);
    expect(world.session).toMatchObject({ status: 'ready', deliveryAway: undefined });
  });

  test('a delivery that it does not know any more is said, and the time goes on', async () => {
    world.delivery.forget();
    await live(5);
    expect(world.session).toMatchObject({
      status: 'ready',
      deliveryAway: { reason: 'the delivery system refuses: it does not know this session' },
    });
  });
});

describe('a session nobody begins', () => {
  test('is a no-show once the minutes that were chosen are over', async () => {
    await live(5);
    chosen(15);
    await live(9);
    expect(world.session.status).toBe('ready');
    await live(10);
    expect(world.session.outcome).toEqual({ result: 'expired', reason: 'no-show: nobody began within 15 min' });
  });

  test('is kept until its end when nothing was chosen', async () => {
    await live(59);
    expect(world.session.status).toBe('ready');
  });

  test('is not given up when an operator has paused it, and ends without a fault of anybody', async () => {
    chosen(15);
    order('pause');
    await live(30);
    order('resume');
    await live(29);
    expect(world.session.status).toBe('ready');
    await live(5);
    expect(world.session.outcome).toEqual({
      result: 'expired',
      reason: 'its time was over before anybody could begin',
    });
  });

  test('is not given up while the delivery system cannot say so', async () => {
    chosen(15);
    world.delivery.isDown = true;
    await live(40);
    expect(world.session.status).toBe('ready');
  });
});
