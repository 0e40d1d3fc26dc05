import { type Actor, whyNot } from '@lcm/core/domain/access';
import { sessionCan } from '@lcm/core/domain/session';
import { plural } from './format.ts';
import type { Session } from './views.ts';

/** A seat of a cohort that was booked for nobody yet. */
export function isFreeSeat(session: Session): boolean {
  return session.cohort !== undefined && session.ownerId === session.bookedBy && sessionCan('handOut', session);
}

export function whyNotHandOut(actor: Actor, session: Session): string | undefined {
  const access = whyNot(actor, 'session:all');
  if (access !== undefined) return access;
  if (session.ownerId !== session.bookedBy) return `${session.ownerId} has this seat already`;
  return sessionCan('handOut', session) ? undefined : `Not possible while it is ${session.status}`;
}

/** One seat for each person, in the order of both: those with a place first. */
export function handedOut(
  seats: readonly Session[],
  people: readonly string[],
): readonly { readonly seat: Session; readonly person: string }[] {
  const free = seats
    .filter(isFreeSeat)
    .toSorted((a, b) => Number(a.status === 'pending') - Number(b.status === 'pending') || (a.id < b.id ? -1 : 1));
  return people.flatMap((person, index) => {
    const seat = free[index];
    return seat === undefined ? [] : [{ seat, person }];
  });
}

/** What is wrong with the people that were named, in words. */
export function peopleFault(people: readonly string[], free: number): string | undefined {
  if (people.length === 0) return 'Name at least one person';
  if (people.length > free) return `There are ${people.length} people for ${plural(free, 'free seat')}`;
  const twice = people.find((person, index) => people.indexOf(person) !== index);
  return twice === undefined ? undefined : `${twice} is named twice`;
}
