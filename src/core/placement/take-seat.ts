import type { Session } from '../domain/session/index.ts';
import type { Template } from '../domain/template/index.ts';
import { type Reservation, ReservationId, type Worker, WorkerId } from '../domain/worker/index.ts';
import { type Instant, instant, type Random } from '../kernel/index.ts';
import { type Fleet, requestOf } from './fleet.ts';
import { type Decision, place } from './place.ts';
import { withWorker } from './ranking.ts';
import { withClaim } from './timeline.ts';

type Placed = Extract<Decision, { kind: 'place' }>;

/** A worker that has to be made first. */
export interface Made {
  readonly worker: Worker;
  readonly template: Template;
}

/** What became of one session, and the calendars as they are after it. */
export interface SeatTaken<Asked> {
  readonly session: Asked;
  readonly fleet: Fleet;
  readonly made?: Made | undefined;
  readonly seat?: { readonly reservation: Reservation; readonly placed: Placed } | undefined;
  /** Read where there is no seat. */
  readonly decision: Decision;
}

/** As much of a session as its place depends on. */
export type Seeking = Pick<Session, 'id' | 'definition' | 'wanted'>;

/** Gives a session its place on calendars that are only thought of; with a new worker where no other can hold it. */
export function takeSeat<Asked extends Seeking>(session: Asked, asked: Fleet, random: Random): SeatTaken<Asked> {
  const request = requestOf(session);
  let fleet = asked;
  let made: Made | undefined;
  let decision = place(request, fleet);
  if (decision.kind === 'plan') {
    made = { worker: plannedWorker(decision.template, { random, now: fleet.now }), template: decision.template };
    fleet = { ...fleet, workers: withWorker(fleet.workers, made.worker) };
    decision = place(request, fleet);
  }
  if (decision.kind !== 'place') return { session, fleet, made, decision };
  const reservation = reservationFor(session, { placed: decision, random, on: fleet });
  const workers = withWorker(fleet.workers, withReservation(decision.worker, reservation));
  return { session, fleet: { ...fleet, workers }, made, decision, seat: { reservation, placed: decision } };
}

/** One after the other, as far as they fit: the last of the list is the first that does not, if any. */
export function takeSeats<Asked extends Seeking>(
  sessions: readonly Asked[],
  asked: Fleet,
  random: Random,
): readonly SeatTaken<Asked>[] {
  const taken: SeatTaken<Asked>[] = [];
  for (const session of sessions) {
    const next = takeSeat(session, taken.at(-1)?.fleet ?? asked, random);
    taken.push(next);
    if (next.seat === undefined) break;
  }
  return taken;
}

export function reservationFor(
  { id: sessionId, definition }: Pick<Seeking, 'id' | 'definition'>,
  { placed, random, on }: { placed: Placed; random: Random; on: Pick<Fleet, 'settings' | 'now'> },
): Reservation {
  return {
    id: ReservationId.next(random),
    sessionId,
    from: placed.window.from,
    until: placed.window.until,
    amounts: definition.needs,
    ports: placed.ports,
    confirmBy: instant(on.now + on.settings.confirmWithinMs),
    confirmed: false,
  };
}

export function withReservation(worker: Worker, reservation: Reservation): Worker {
  return { ...worker, reservations: withClaim(worker.reservations, reservation) };
}

/** What the control plane will make of the plan, near enough to go on placing. */
export function plannedWorker(template: Template, { random, now }: { random: Random; now: Instant }): Worker {
  const id = WorkerId.next(random);
  return {
    id,
    name: `${template.name}-${id.slice(-4)}`,
    template: template.name,
    spec: template.spec,
    origin: 'planned',
    status: 'pending',
    statusSince: now,
    reason: 'planned',
    desired: 'stopped',
    desiredReason: 'planned',
    launch: 1,
    failures: 0,
    service: 'unavailable',
    license: { status: 'unregistered' },
    reservations: {},
    idleSince: now,
    createdAt: now,
    createdBy: 'scheduler',
  };
}
