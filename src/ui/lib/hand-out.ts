import { type Actor, whyNot } from '@lcm/core/domain/access';
import { isFinal, isFreeSeat, sessionCan } from '@lcm/core/domain/session';
import { plural } from './format.ts';
import type { Session } from './views.ts';

export function whyNotHandOut(actor: Actor, session: Session): string | undefined {
  const access = whyNot(actor, 'session:all');
  if (access !== undefined) return access;
  if (session.ownerId !== session.bookedBy) return `${session.ownerId} has this seat already`;
  return sessionCan('handOut', session) ? undefined : `Not possible while it is ${session.status}`;
}

/** What is wrong with the people that were named, in words. Who has a seat already keeps it, and takes no other. */
export function peopleFault(people: readonly string[], seats: readonly Session[]): string | undefined {
  if (people.length === 0) return 'Name at least one person';
  const twice = people.find((person, index) => people.indexOf(person) !== index);
  if (twice !== undefined) return `${twice} is named twice`;
  const free = seats.filter(isFreeSeat).length;
  const seated = new Set(seats.filter((seat) => !isFreeSeat(seat) && !isFinal(seat)).map(({ ownerId }) => ownerId));
  const wanting = people.filter((person) => !seated.has(person)).length;
  if (wanting <= free) return undefined;
  return `${plural(wanting, 'person has', 'people have')} no seat yet, and ${plural(free, 'seat is', 'seats are')} free`;
}
