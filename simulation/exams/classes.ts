import { CohortView } from '@lcm/core/contracts/cohort';
import type { Actor } from '@lcm/core/domain/access';
import { bookingPriorities, cohortModes, type Session } from '@lcm/core/domain/session';
import { type Instant, instant, type Random, toIso } from '@lcm/core/kernel';
import { attempt, type PeopleOptions } from '../asking.ts';
import type { SimWorld } from '../sim-world.ts';
import { attend } from './attend.ts';
import { anyDefinition, candidates, pickOne } from './bookings.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const manager: Actor = { id: 'manager', name: 'Mona Manager', roles: ['manager'] };

/** Somebody who books whole classes, and hands out the seats that were nobody's yet. */
export async function teach(options: PeopleOptions): Promise<void> {
  const { clock, staff } = options.world;
  while (options.going()) {
    await clock.sleep(staff.next() * 2 * day);
    if (options.going()) await bookClass(options);
  }
}

async function bookClass(options: PeopleOptions): Promise<void> {
  const { world, host } = options;
  const definition = anyDefinition(world, world.staff);
  const start = beginningOf(world);
  if (definition === undefined || start > world.goesOnUntil) return;
  const wanted = { definitionId: definition.id, name: 'A class', start: toIso(start), ...seatsOf(world) };
  const booked = await attempt(() => host.call('BookCohort', wanted, manager));
  if (booked?.ok) for (const { sessionId } of CohortView.parse(booked.body).seats) void fill(options, sessionId);
}

function seatsOf({ staff, profile }: SimWorld): object {
  const seats = 2 + Math.floor(staff.next() * (profile.name === 'month' ? 6 : 3));
  const named = candidates.filter(() => staff.next() < 0.3).slice(0, seats);
  return {
    seats,
    ownerIds: named.length === 0 ? undefined : named.map(({ id }) => id),
    mode: pickOne(cohortModes, staff),
    durationMinutes: 60,
    priority: staff.next() < 0.3 ? pickOne(bookingPriorities, staff) : undefined,
  };
}

/** In months at ten or at two of a working day, some time ahead; in rough weeks whenever. */
function beginningOf({ clock, staff, profile }: SimWorld): Instant {
  const now = clock.now();
  if (profile.name === 'week') return instant(now + (1 + staff.next() * 24) * hour);
  const date = Math.floor(now / day) + 1 + Math.floor(staff.next() * 8);
  return instant((isWeekend(date) ? date + 2 : date) * day + (staff.next() < 0.6 ? 10 : 14) * hour);
}

/** Days since 1970, which began on a Thursday. */
function isWeekend(date: number): boolean {
  return (date + 3) % 7 >= 5;
}

/** Whoever it is for comes; what is nobody's yet is given to somebody, or stays empty. */
async function fill(options: PeopleOptions, id: string): Promise<void> {
  const { world, host } = options;
  const { clock, staff, auditor } = world;
  const seat = auditor.sessions.get(id);
  const owner = candidates.find((candidate) => candidate.id === seat?.ownerId);
  if (owner !== undefined) return attend(options, { id, owner });
  await clock.sleep(staff.next() * untilStart(world, seat));
  const chosen = chooseOne(staff);
  if (chosen === undefined) return;
  const given = await attempt(() => host.call('HandOutSeat', { sessionId: id, ownerId: chosen.id }, manager));
  if (given?.ok) await attend(options, { id, owner: chosen });
}

function chooseOne(staff: Random): Actor | undefined {
  return staff.next() < 0.85 ? pickOne(candidates, staff) : undefined;
}

function untilStart({ clock }: SimWorld, seat: Session | undefined): number {
  return Math.max(0, (seat?.wanted.start ?? 0) - clock.now());
}
