import type { BookSession } from '@lcm/core/contracts/session';
import { may } from '@lcm/core/domain/access';
import { type Session, SessionId, stop } from '@lcm/core/domain/session';
import { type Clock, ok, type Random, type Result, reject } from '@lcm/core/kernel';
import { sessions } from './aggregates.ts';
import { type BookingSettings, bookingOf, quotaRefusal } from './booking.ts';
import { changeExisting } from './change.ts';
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
  const excess = may(actor, 'session:all') ? undefined : quotaRefusal(actor.id, { views, settings }, id);
  if (excess !== undefined) return withdrawn({ id, operation, caller }, streams, excess);
  const isDecided = await views.waitUntil({ kind: 'session', id }, decided, { ms: verdictWaitMs, clock });
  const item = views.get('session', id) ?? booked.value;
  return ok({ output: viewOf.session(item), position: views.position, isOpen: !isDecided });
}

/** What was one too many is given up again; whoever asked is told what they would have been told before. */
async function withdrawn(
  { id, operation, caller }: { readonly id: SessionId; readonly operation: string; readonly caller: Caller },
  streams: Streams,
  excess: Rejection,
): Promise<Result<never, Rejection>> {
  const { message: reason } = excess;
  await changeExisting(streams, { aggregate: sessions, id, operation, caller }, (session, at) =>
    stop(session, 'terminated', { reason, at }),
  );
  return reject(excess);
}

function decided(session: Session): boolean {
  return session.status !== 'pending' || session.verdict !== undefined;
}
