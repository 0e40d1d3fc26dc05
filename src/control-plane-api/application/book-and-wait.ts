import type { BookSession } from '@lcm/core/contracts/session';
import { type Session, SessionId } from '@lcm/core/domain/session';
import { type Clock, ok, type Random, type Result } from '@lcm/core/kernel';
import { sessions } from './aggregates.ts';
import { type BookingSettings, bookingOf } from './booking.ts';
import type { Caller, Rejection, Written } from './operation.ts';
import type { Streams } from './streams.ts';
import type { Turns } from './turns.ts';
import { viewOf } from './view-of.ts';
import type { Views } from './views.ts';

export interface BookingDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: BookingSettings;
}

/** What is asked for, and what the session goes on with where it is a restart of another. */
type Asked = BookSession & Pick<Session, 'restartOf' | 'saved'>;

/** How long the answer waits for the scheduler: with it, one call answers with the place or with the reason. */
const verdictWaitMs = 2_000;

/** Commits the booking and waits a moment for the scheduler. Without one it stays pending, and that is the answer. */
export async function bookAndWait(
  { restartOf, saved, ...asked }: Asked,
  caller: Caller,
  { streams, views, turns, clock, random, settings }: BookingDeps,
): Promise<Result<Written<ReturnType<typeof viewOf.session>>, Rejection>> {
  const { actor } = caller;
  const id = SessionId.next(random);
  const operation = restartOf === undefined ? 'BookSession' : 'RestartSession';
  const booked = await turns.take(`bookings/${asked.ownerId ?? actor.id}`, async () => {
    const booking = bookingOf(asked, { actor, views, now: clock.now(), settings });
    if (!booking.ok) return booking;
    return streams.change({ aggregate: sessions, id }, { operation, caller }, (_, at) =>
      ok([{ type: 'SessionBooked', id, ...booking.value, restartOf, saved, by: actor.id, at }]),
    );
  });
  if (!booked.ok) return booked;
  const isDecided = await views.waitUntil({ kind: 'session', id }, decided, { ms: verdictWaitMs, clock });
  const item = views.get('session', id) ?? booked.value;
  return ok({ output: viewOf.session(item), position: views.position, isOpen: !isDecided });
}

function decided(session: Session): boolean {
  return session.status !== 'pending' || session.verdict !== undefined;
}
