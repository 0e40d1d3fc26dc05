import { BookSession, SessionView } from '@lcm/core/contracts/session';
import { type Session, SessionId } from '@lcm/core/domain/session';
import { type Clock, ok, type Random } from '@lcm/core/kernel';
import { sessions } from '../../application/aggregates.ts';
import { type BookingSettings, bookingOf } from '../../application/booking.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Turns } from '../../application/turns.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: BookingSettings;
}

/** How long the answer waits for the scheduler: with it, one call answers with the place or with the reason. */
const verdictWaitMs = 2_000;

/** Books a session, for a time or as soon as possible. Without a scheduler it stays pending, and that is the answer. */
export const bookSession = defineCommand({
  name: 'BookSession',
  summary: 'Book a session for a time, or as soon as possible',
  allow: 'session:own',
  input: BookSession,
  output: SessionView,
  async handle(asked, caller, { streams, views, turns, clock, random, settings }: Deps) {
    const { actor } = caller;
    const id = SessionId.next(random);
    const booked = await turns.take(`bookings/${asked.ownerId ?? actor.id}`, async () => {
      const booking = bookingOf(asked, { actor, views, now: clock.now(), settings });
      if (!booking.ok) return booking;
      return streams.change({ aggregate: sessions, id }, { operation: 'BookSession', caller }, (_, at) =>
        ok([{ type: 'SessionBooked', id, ...booking.value, by: actor.id, at }]),
      );
    });
    if (!booked.ok) return booked;
    const isDecided = await views.waitUntil({ kind: 'session', id }, decided, { ms: verdictWaitMs, clock });
    const item = views.get('session', id) ?? booked.value;
    return ok({ output: viewOf.session(item), position: views.position, isOpen: !isDecided });
  },
});

function decided(session: Session): boolean {
  return session.status !== 'pending' || session.verdict !== undefined;
}
