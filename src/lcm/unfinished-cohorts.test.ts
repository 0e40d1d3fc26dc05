import { FragileStore } from '@lcm/control-plane-api/testing/fragile-store';
import { minute, testNow } from '@lcm/core/domain/testing';
import { FakeClock, instant, toIso } from '@lcm/core/kernel';
import type { Commit } from '@lcm/core/ports/state-store';
import { describe, expect, test } from 'vitest';
import { type CohortWorld, cohortWorld, expectAllOrNone, furnishedCohortWorld } from './testing/cohort-world.ts';
import { dying } from './testing/dying.ts';

const ownerIds = ['uma', 'otto'];
const asked = { seats: 4, ownerIds };
const later = 10_000;

/** From the n-th seat on nothing is written any more: as when the process is killed there. */
function killedAt(store: FragileStore, at: number): void {
  let written = 0;
  store.failing = ({ events }: Commit) => events.some(({ type }) => type === 'SessionBooked') && (written += 1) >= at;
}

/** The control plane dies before it writes the n-th seat, and another comes up on what is there. */
async function afterDeathAt(at: number, fields: object = {}) {
  const store = new FragileStore();
  const clock = new FakeClock(testNow);
  const first = await furnishedCohortWorld({ store, clock });
  killedAt(store, at);
  await expect(first.book({ ...asked, ...fields })).rejects.toThrow('the disk is full');
  store.failing = undefined;
  clock.step(later);
  return { ...(await cohortWorld({ store, clock })), store };
}

function seatsIn({ sessions }: Pick<CohortWorld, 'sessions'>): readonly string[] {
  const seats = sessions().map(({ name, ownerId, bookedBy, status }) => `${name} ${ownerId} ${bookedBy} ${status}`);
  return seats.toSorted();
}

const whole = ['Class 1 uma mia', 'Class 2 otto mia', 'Class 3 mia mia', 'Class 4 mia mia'];
const placed = whole.map((seat) => `${seat} scheduled`);

describe.each(['all-or-nothing', 'as-many-as-possible'] as const)('a cohort, %s, whose booking dies', (mode) => {
  test.each([2, 3, 4])('before seat %i is booked as it was meant and has all its places', async (at) => {
    const world = await afterDeathAt(at, { mode });
    expect(world.sessions()).toHaveLength(at - 1);
    await world.look();
    expect(seatsIn(world)).toEqual(placed);
    expectAllOrNone(world);
  });

  test('before its first seat was never booked', async () => {
    const world = await afterDeathAt(1, { mode });
    await world.look();
    expect(world.sessions()).toEqual([]);
  });

  test.each([1, 2, 3])('and again at seat %i of those that were missing is finished by the next look', async (at) => {
    const world = await afterDeathAt(2, { mode });
    killedAt(world.store, at);
    await expect(world.look()).rejects.toThrow();
    world.store.failing = undefined;
    world.clock.step(later);
    await world.look();
    expect(seatsIn(world)).toEqual(placed);
  });

  test.each([
    true,
    false,
  ])('is finished once, also by a scheduler that dies over it, heard or not: %s', async (isHeard) => {
    const world = await afterDeathAt(3, { mode });
    await expect(world.look(dying(world.plane.forService('scheduler'), { at: 1, isHeard }), 1)).rejects.toThrow();
    await world.look();
    expect(seatsIn(world)).toEqual(placed);
  });
});

test('a booking that is under way is left alone, and looked at again within moments', async () => {
  const store = new FragileStore();
  const clock = new FakeClock(testNow);
  const world = await furnishedCohortWorld({ store, clock });
  killedAt(store, 3);
  await expect(world.book(asked)).rejects.toThrow();
  expect(await world.look()).toMatchObject({ afterMs: 2_000 });
  expect(world.sessions()).toHaveLength(2);
});

test('seats that are missing when their time has come are not booked, and those that need them are given up', async () => {
  const start = toIso(instant(testNow + 30 * minute));
  const world = await afterDeathAt(3, { start });
  world.clock.step(40 * minute);
  await world.look();
  expect(seatsIn(world)).toEqual(['Class 1 uma mia expired', 'Class 2 otto mia expired']);
  expect(world.claims()).toEqual([]);
});

test('a booking that goes on after it was finished for it books nothing twice', async () => {
  const world = await afterDeathAt(3);
  await world.look();
  const [first] = world.sessions();
  await world.call('FinishCohort', { cohortId: first?.cohort?.id }, { role: 'scheduler' });
  expect(world.sessions()).toHaveLength(4);
  expect(world.views.list('session').every(({ state }) => state.status === 'scheduled')).toBe(true);
});

test('who else is to sit there is told to nobody who sits there', async () => {
  const world = await afterDeathAt(2);
  const [first] = world.sessions();
  const history = async (role: 'user' | 'manager', id: string) =>
    JSON.stringify(await world.call('GetHistory', { kind: 'session', id: first?.id }, { role, id }));
  expect(await history('manager', 'mia')).toContain('otto');
  expect(await history('user', 'uma')).not.toContain('otto');
  const view = await world.call('GetSession', { sessionId: first?.id }, { role: 'user', id: 'uma' });
  expect(JSON.stringify(view)).not.toContain('otto');
});

test('nor does whoever watches hear of it', async () => {
  const world = await furnishedCohortWorld();
  const heard: unknown[] = [];
  world.plane.state.feed.subscribe((items) => heard.push(...items.map(({ data }) => data)));
  await world.book(asked);
  const [first] = heard.filter((data) => JSON.stringify(data).includes('Class 1'));
  expect(first).toMatchObject({ kind: 'session', changes: [{ type: 'SessionBooked', ownerId: 'uma' }] });
  expect(JSON.stringify(first)).not.toContain('otto');
});
