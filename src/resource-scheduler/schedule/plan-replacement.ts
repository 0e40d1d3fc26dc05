import { foreignPorts as foreignPortsOf } from '@lcm/core/domain/lab';
import type { Session } from '@lcm/core/domain/session';
import type { Reservation, Worker } from '@lcm/core/domain/worker';
import { type Instant, type Random, toIso } from '@lcm/core/kernel';
import { type Decision, place, requestOf, reservationFor } from '@lcm/core/placement';
import type { Snapshot } from './plan-schedule.ts';
import { released } from './released.ts';
import type { WishStep } from './wish-step.ts';

type Placed = Extract<Decision, { kind: 'place' }>;
type Slot = NonNullable<Session['timeslot']>;

/**
 * Where a session goes on whose worker is lost: wherever its lab is there again first, the next launch of its own worker
 * among them. The time that was lost is given back, as far as its definition and the calendar allow.
 */
export function replacement(session: Session, snapshot: Snapshot, random: Random): WishStep {
  const { timeslot, placement } = session;
  const own = snapshot.workers.find(({ id }) => id === placement?.workerId);
  const reservation = placement && own?.reservations[placement.reservationId];
  if (timeslot === undefined) return refused(session, 'it has no time');
  const found = bestOf(session, timeslot, { ...snapshot, workers: candidates(snapshot.workers, own, reservation) });
  if (found.kind === 'none') return refused(session, found.summary);
  const placed = { ...found.placed, window: { ...found.placed.window, start: found.start } };
  if (own === undefined || reservation === undefined || placed.worker.id !== own.id)
    return { do: 'move', session, reservation: reservationFor(session, { placed, random, on: snapshot }), placed };
  const window = { ...placed.window, from: reservation.from };
  return { do: 'shift', session, reservation, placed: { ...placed, worker: own, window, ports: reservation.ports } };
}

function refused(session: Session, summary: string): WishStep {
  return { do: 'refuse-wish', session, kind: 'replace', summary };
}

/** Its own worker as it will be when it is launched again; it is, as long as a session is booked on it. */
function candidates(
  workers: readonly Worker[],
  own: Worker | undefined,
  reservation: Reservation | undefined,
): readonly Worker[] {
  return workers.map((worker) => {
    if (worker !== own || reservation === undefined) return worker;
    const free = released(own, reservation.id);
    return own.status === 'failed' ? { ...free, status: 'pending' } : free;
  });
}

type Found =
  | { readonly kind: 'found'; readonly placed: Placed; readonly start: Instant }
  | { readonly kind: 'none'; readonly summary: string };

type Ask = (start: Instant | undefined, durationMs: number) => Decision;

/** Who has not begun keeps the start where that is possible; whoever has goes on as soon as possible. */
function bestOf(session: Session, timeslot: Slot, snapshot: Snapshot): Found {
  const ask: Ask = (start, durationMs) => placeOn(session, { start, durationMs }, snapshot);
  if (session.status !== 'instantiating') return goingOn(session, timeslot, ask);
  const kept = timeslot.start > snapshot.now ? ask(timeslot.start, lengthOf(timeslot)) : undefined;
  if (kept?.kind === 'place') return { kind: 'found', placed: kept, start: kept.window.start };
  const found = soonestOf(timeslot, ask(undefined, lengthOf(timeslot)));
  return found.kind === 'none' ? found : { ...found, start: found.placed.window.start };
}

/** From when it was lost until its end is what is left of it, whenever it goes on. Of a host that is lost in turn: from then. */
function goingOn(session: Session, timeslot: Slot, ask: Ask): Found {
  const lostAt = session.wish?.at ?? timeslot.start;
  const found = soonestOf(timeslot, ask(undefined, timeslot.end - lostAt));
  if (found.kind === 'none') return found;
  const { maxDurationMinutes = Number.POSITIVE_INFINITY } = session.definition;
  return within(timeslot.start + maxDurationMinutes * 60_000, { timeslot, soonest: found.placed, ask });
}

function soonestOf(timeslot: Slot, soonest: Decision): Found {
  if (soonest.kind !== 'place') return { kind: 'none', summary: soonest.verdict.summary };
  if (soonest.window.start >= timeslot.end) return tooLate(soonest);
  return { kind: 'found', placed: soonest, start: timeslot.start };
}

function lengthOf({ start, end }: Slot): number {
  return end - start;
}

/** No longer than its definition allows: of the time that was lost only so much is given back. */
function within(
  latest: number,
  {
    timeslot,
    soonest,
    ask,
  }: {
    readonly timeslot: Slot;
    readonly soonest: Placed;
    readonly ask: Ask;
  },
): Found {
  if (soonest.window.end <= latest) return { kind: 'found', placed: soonest, start: timeslot.start };
  const lengthMs = latest - soonest.window.start;
  const soon = ask(undefined, lengthMs);
  // Less may fit in somewhere sooner, and would be over there before the end that it was granted.
  const isOverBefore = soon.kind === 'place' && soon.window.end < timeslot.end;
  const shorter = isOverBefore ? ask(soonest.window.start, lengthMs) : soon;
  if (shorter.kind !== 'place' || shorter.window.end > latest) return tooLate(soonest);
  return { kind: 'found', placed: shorter, start: timeslot.start };
}

function tooLate({ window }: Placed): Found {
  const when = `${toIso(window.start).slice(0, 16).replace('T', ' ')} UTC`;
  return {
    kind: 'none',
    summary: `no other host can have it before its time is over; it can be booked again from ${when}`,
  };
}

function placeOn(
  session: Session,
  time: { readonly start: Instant | undefined; readonly durationMs: number },
  { workers, labs, settings, now }: Snapshot,
): Decision {
  const foreignPorts = foreignPortsOf(labs, workers);
  return place(
    { ...requestOf(session), ...time },
    { workers, templates: [], foreignPorts, settings, now, everywhere: workers },
  );
}
