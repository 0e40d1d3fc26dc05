import type { LabView } from '@lcm/core/contracts/lab';
import type { SessionView } from '@lcm/core/contracts/session';
import { foreignPorts } from '@lcm/core/domain/lab';
import type { Session } from '@lcm/core/domain/session';
import type { Template } from '@lcm/core/domain/template';
import { type Reservation, ReservationId, type Worker, WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant, type Random } from '@lcm/core/kernel';
import { type Decision, type PlacementSettings, place, requestOf, withWorker } from '@lcm/core/placement';

/** One thing to tell the control plane, in the order of the list. */
export type ScheduleStep =
  | { readonly do: 'plan'; readonly workerId: WorkerId; readonly template: string; readonly reason: string }
  | { readonly do: 'schedule'; readonly session: Session; readonly reservation: Reservation; readonly placed: Placed }
  | { readonly do: 'explain'; readonly session: Session; readonly verdict: Decision['verdict'] };

type Placed = Extract<Decision, { kind: 'place' }>;

export interface Snapshot {
  readonly sessions: readonly SessionView[];
  readonly workers: readonly Worker[];
  readonly labs: readonly LabView[];
  readonly templates: readonly Template[];
  readonly settings: PlacementSettings;
  readonly now: Instant;
}

/** Pure: every session that waits for a place, against the calendars as they will be after each step before it. */
export function planSchedule(snapshot: Snapshot, random: Random): readonly ScheduleStep[] {
  const steps: ScheduleStep[] = [];
  let { workers } = snapshot;
  const fleet = { ...snapshot, foreignPorts: foreignPorts(snapshot.labs, workers) };
  for (const session of waiting(snapshot.sessions)) {
    const request = requestOf(session);
    let decision = place(request, { ...fleet, workers });
    if (decision.kind === 'plan') {
      const planned = plannedWorker(decision.template, { random, now: snapshot.now });
      steps.push({ do: 'plan', workerId: planned.id, template: decision.template.name, reason: reasonFor(session) });
      workers = withWorker(workers, planned);
      decision = place(request, { ...fleet, workers });
    }
    if (decision.kind === 'place') {
      const placed = decision;
      const reservation = reservationFor(session, { placed, random, snapshot });
      steps.push({ do: 'schedule', session, reservation, placed });
      workers = withWorker(workers, withReservation(placed.worker, reservation));
    } else {
      steps.push({ do: 'explain', session, verdict: decision.verdict });
    }
  }
  return steps;
}

/** Everybody may read why a worker is there, so it names the lab and not whose it is. */
function reasonFor({ definition }: Session): string {
  return `for a session of ${definition.title}`.slice(0, 200);
}

/** Those with a start before those as soon as possible that were booked later; never by luck. */
function waiting(sessions: readonly SessionView[]): readonly SessionView[] {
  return sessions
    .filter(({ status }) => status === 'pending')
    .toSorted((a, b) => due(a) - due(b) || a.bookedAt - b.bookedAt || (a.id < b.id ? -1 : 1));
}

function due(session: Session): number {
  return session.wanted.start ?? session.bookedAt;
}

export function reservationFor(
  session: Session,
  { placed, random, snapshot }: { placed: Placed; random: Random; snapshot: Snapshot },
): Reservation {
  return {
    id: ReservationId.next(random),
    sessionId: session.id,
    from: placed.window.from,
    until: placed.window.until,
    amounts: session.definition.needs,
    ports: placed.ports,
    confirmBy: instant(snapshot.now + snapshot.settings.confirmWithinMs),
    confirmed: false,
  };
}

export function withReservation(worker: Worker, reservation: Reservation): Worker {
  return { ...worker, reservations: { ...worker.reservations, [reservation.id]: reservation } };
}

/** What the control plane will make of the plan, near enough to go on placing. */
function plannedWorker(template: Template, { random, now }: { random: Random; now: Instant }): Worker {
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
