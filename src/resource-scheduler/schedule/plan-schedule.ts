import type { LabView } from '@lcm/core/contracts/lab';
import type { SessionView } from '@lcm/core/contracts/session';
import { foreignPorts } from '@lcm/core/domain/lab';
import { inTurn, type Session, type Turn as TurnOf } from '@lcm/core/domain/session';
import type { Template } from '@lcm/core/domain/template';
import type { Reservation, Worker, WorkerId } from '@lcm/core/domain/worker';
import type { Instant, Random } from '@lcm/core/kernel';
import {
  type Decision,
  type Fleet,
  type PlacementSettings,
  placeTogether,
  type SeatTaken,
  takeSeat,
} from '@lcm/core/placement';

type Turn = TurnOf<SessionView>;

/** One thing to tell the control plane, in the order of the list. */
export type ScheduleStep =
  | { readonly do: 'plan'; readonly workerId: WorkerId; readonly template: string; readonly reason: string }
  | (Seat & { readonly do: 'schedule' })
  /** All or none of them. */
  | { readonly do: 'schedule-together'; readonly seats: readonly Seat[] }
  | { readonly do: 'explain'; readonly session: Session; readonly verdict: Decision['verdict'] };

export interface Seat {
  readonly session: Session;
  readonly reservation: Reservation;
  readonly placed: Extract<Decision, { kind: 'place' }>;
}

export interface Snapshot {
  readonly sessions: readonly SessionView[];
  readonly workers: readonly Worker[];
  readonly labs: readonly LabView[];
  readonly templates: readonly Template[];
  readonly settings: PlacementSettings;
  readonly now: Instant;
}

interface Planned {
  readonly steps: readonly ScheduleStep[];
  readonly fleet: Fleet;
}

/** Pure: every session that waits for a place, against the calendars as they will be after each step before it. */
export function planSchedule(snapshot: Snapshot, random: Random): readonly ScheduleStep[] {
  const steps: ScheduleStep[] = [];
  const { workers, templates, settings, now } = snapshot;
  let fleet: Fleet = { workers, templates, settings, now, foreignPorts: foreignPorts(snapshot.labs, workers) };
  for (const turn of inTurn(snapshot.sessions)) {
    const planned = turn.together ? together(turn, fleet, random) : alone(turn.sessions[0], fleet, random);
    steps.push(...planned.steps);
    fleet = planned.fleet;
  }
  return steps;
}

function alone(session: SessionView, before: Fleet, random: Random): Planned {
  const taken = takeSeat(session, before, random);
  const { seat, decision, fleet } = taken;
  const step: ScheduleStep =
    seat === undefined ? { do: 'explain', session, verdict: decision.verdict } : { do: 'schedule', session, ...seat };
  return { steps: [...madeFor(taken), step], fleet };
}

function together({ sessions, missing }: Turn, before: Fleet, random: Random): Planned {
  // Nothing is decided of a cohort before all of it is booked: see `finishCohorts`.
  if (missing > 0) return { steps: [], fleet: before };
  const decision = placeTogether(sessions, before, random);
  if (decision.kind === 'none') return { steps: refused(sessions, decision.verdict), fleet: before };
  const { taken, fleet } = decision;
  const seats = taken.flatMap(({ session, seat }) => (seat === undefined ? [] : [{ session, ...seat }]));
  return { steps: [...taken.flatMap(madeFor), { do: 'schedule-together', seats }], fleet };
}

/** What each worker lacks is said once: the seats are all alike. */
function refused([first, ...others]: Turn['sessions'], verdict: Decision['verdict']): readonly ScheduleStep[] {
  const short = { ...verdict, workers: [] };
  return [
    { do: 'explain', session: first, verdict },
    ...others.map((session): ScheduleStep => ({ do: 'explain', session, verdict: short })),
  ];
}

/** Everybody may read why a worker is there, so it names the lab and not whose it is. */
function madeFor({ session, made }: SeatTaken<SessionView>): readonly ScheduleStep[] {
  if (made === undefined) return [];
  const reason = `for a session of ${session.definition.title}`.slice(0, 200);
  return [{ do: 'plan', workerId: made.worker.id, template: made.template.name, reason }];
}
