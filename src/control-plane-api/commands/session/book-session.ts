import { BookSession, SessionView } from '@lcm/core/contracts/session';
import { may } from '@lcm/core/domain/access';
import type { Definition } from '@lcm/core/domain/definition';
import { type Session, SessionId } from '@lcm/core/domain/session';
import { type Clock, type Instant, ok, type Random, type Result, reject } from '@lcm/core/kernel';
import { definitions, sessions } from '../../application/aggregates.ts';
import { unknown } from '../../application/change.ts';
import { type Caller, defineCommand, type Rejection } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly bookingHorizonDays: number };
}

/** How long the answer waits for the scheduler: with it, one call answers with the place or with the reason. */
const verdictWaitMs = 2_000;
/** A start a little in the past is a slow clock or a slow network, not a mistake. */
const pastToleranceMs = 5 * 60_000;
const dayMs = 86_400_000;

/** Books a session, for a time or as soon as possible. Without a scheduler it stays pending, and that is the answer. */
export const bookSession = defineCommand({
  name: 'BookSession',
  summary: 'Book a session for a time, or as soon as possible',
  allow: 'session:own',
  input: BookSession,
  output: SessionView,
  async handle(asked, caller, { streams, views, clock, random, settings }: Deps) {
    const { state: definition } = await streams.load(definitions, asked.definitionId);
    if (definition === undefined) return reject(unknown('definition', asked.definitionId));
    const booking = bookingOf(asked, { definition, caller, now: clock.now(), settings });
    if (!booking.ok) return booking;
    const id = SessionId.next(random);
    const booked = await streams.change({ aggregate: sessions, id }, { operation: 'BookSession', caller }, (_, at) =>
      ok([{ type: 'SessionBooked', id, ...booking.value, by: caller.actor.id, at }]),
    );
    if (!booked.ok) return booked;
    await views.waitUntil({ kind: 'session', id }, decided, { ms: verdictWaitMs, clock });
    const item = views.get('session', id) ?? booked.value;
    return ok({ output: viewOf.session(item), position: views.position });
  },
});

function decided(session: Session): boolean {
  return session.status !== 'pending' || session.verdict !== undefined;
}

type Booking = Pick<Session, 'name' | 'definition' | 'ownerId' | 'wanted'>;

function bookingOf(
  asked: BookSession,
  on: { definition: Definition; caller: Caller; now: Instant; settings: Deps['settings'] },
): Result<Booking, Rejection> {
  const { definition, caller } = on;
  const { actor } = caller;
  const { ownerId = actor.id, durationMinutes = definition.durationMinutes, start } = asked;
  const refusal = refusalOf({ ownerId, durationMinutes, start }, on);
  if (refusal) return reject(refusal);
  const { id, title, version, needs, ports, bootSeconds } = definition;
  const name = asked.name ?? `${title} (${ownerId === actor.id ? actor.name : ownerId})`;
  const pinned = { id, title, version, needs, ports, bootSeconds };
  return ok({ name, definition: pinned, ownerId, wanted: { start, durationMinutes } });
}

function refusalOf(
  { ownerId, durationMinutes, start }: { ownerId: string; durationMinutes: number; start: Instant | undefined },
  on: { definition: Definition; caller: Caller; now: Instant; settings: Deps['settings'] },
): Rejection | undefined {
  const { definition, caller, now, settings } = on;
  if (ownerId !== caller.actor.id && !may(caller.actor, 'session:all')) {
    return { code: 'session.not-for-others', message: 'You may book for yourself only.' };
  }
  if (definition.status !== 'active') {
    return {
      code: 'definition.not-active',
      message: `This definition is ${definition.status}; only active ones can be booked.`,
    };
  }
  if (durationMinutes > definition.maxDurationMinutes) {
    const message = `At most ${definition.maxDurationMinutes} minutes of this definition can be booked.`;
    return { code: 'session.too-long', message, details: { maxDurationMinutes: definition.maxDurationMinutes } };
  }
  return start === undefined ? undefined : badStart(start, now, settings);
}

function badStart(start: Instant, now: Instant, { bookingHorizonDays }: Deps['settings']): Rejection | undefined {
  if (start < now - pastToleranceMs) return { code: 'session.in-the-past', message: 'The start is in the past.' };
  if (start > now + bookingHorizonDays * dayMs) {
    return { code: 'session.too-far', message: `Bookings reach ${bookingHorizonDays} days ahead.` };
  }
  return undefined;
}
