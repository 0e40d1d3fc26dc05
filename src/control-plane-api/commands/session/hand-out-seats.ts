import { HandedOutSeats, HandOutSeats } from '@lcm/core/contracts/cohort';
import { handOut, isFinal, isFreeSeat, type Session } from '@lcm/core/domain/session';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { sessionsOf } from '../../application/cohorts.ts';
import { type Caller, defineCommand } from '../../application/operation.ts';
import type { Turns } from '../../application/turns.ts';
import { changeOwn, type WishDeps } from '../../application/wishing.ts';

interface Deps extends Pick<WishDeps, 'streams' | 'views'> {
  readonly turns: Turns;
}

type Item = HandedOutSeats['items'][number];
type CohortId = NonNullable<Session['cohort']>['id'];

/** A list of people at once: whoever has a seat of it already keeps that one, so the same list may be given again. */
export const handOutSeats = defineCommand({
  name: 'HandOutSeats',
  summary: 'Give free seats of a cohort to people, one each; the answer says who has which',
  allow: 'session:all',
  input: HandOutSeats,
  output: HandedOutSeats,
  async handle({ cohortId, ownerIds }, caller, { turns, ...deps }: Deps) {
    if (sessionsOf(cohortId, deps.views).length === 0) return reject(unknown('cohort', cohortId));
    return turns.take(`hand-out/${cohortId}`, async () => {
      const items: Item[] = [];
      for (const ownerId of new Set(ownerIds)) items.push(await seatFor({ ownerId, cohortId }, caller, deps));
      return ok({ output: { items }, position: deps.views.position });
    });
  },
});

async function seatFor(
  { ownerId, cohortId }: { readonly ownerId: string; readonly cohortId: CohortId },
  caller: Caller,
  { streams, views }: Omit<Deps, 'turns'>,
): Promise<Item> {
  const seats = sessionsOf(cohortId, views);
  const own = seats.find((seat) => seat.ownerId === ownerId && !isFreeSeat(seat) && !isFinal(seat));
  if (own !== undefined) return { ownerId, sessionId: own.id, done: true, message: `has ${own.name} already` };
  for (const { id: sessionId, name } of freeSeats(seats)) {
    const asked = { sessionId, operation: 'HandOutSeat', caller };
    const by = caller.actor.id;
    const given = await changeOwn(asked, { streams }, (session, at) => handOut(session, ownerId, { by, at }));
    // Refused: somebody else was faster, or it has begun; the next one is as good.
    if (given.ok) return { ownerId, sessionId, done: true, message: `has ${name}` };
  }
  return { ownerId, done: false, message: 'there is no free seat left' };
}

/** Those that have a place first; within these, in the order of their numbers. */
function freeSeats(seats: readonly Session[]): readonly Session[] {
  return seats.filter(isFreeSeat).toSorted((a, b) => Number(a.status === 'pending') - Number(b.status === 'pending'));
}
