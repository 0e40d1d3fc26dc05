import type { LabView } from '@lcm/core/contracts/lab';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { type Actor, may } from '@lcm/core/domain/access';
import { assignmentOf, withoutIds } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';

/** Stands for a session that one may not know of. */
export const hiddenSession = SessionId.parse('ses_hidden');

/** Who may see whose sessions are on a worker, and on which ports; everybody else sees how full it is. */
export const seesReservations = 'session:all';

export function workerFor(actor: Actor, view: WorkerView): WorkerView {
  return may(actor, seesReservations) || may(actor, 'state:read') ? view : withoutNames(view);
}

/** The calendar as everybody may read it: intervals and amounts, no sessions and no ports. */
export function withoutNames(view: WorkerView): WorkerView {
  const hidden = Object.entries(view.reservations).map(([key, reservation]) => [
    key,
    { ...reservation, sessionId: hiddenSession, ports: {} },
  ]);
  return { ...view, reservations: Object.fromEntries(hidden) };
}

const aboutSessions: readonly string[] = [
  'WorkerReserved',
  'WorkerReservationConfirmed',
  'WorkerReservationReleased',
  'WorkerReservationResized',
];

/** A worker's history without the comings and goings of other people's sessions. */
export function historyFor<Commit extends { readonly events: readonly { readonly type: string }[] }>(
  actor: Actor,
  commits: readonly Commit[],
): readonly Commit[] {
  if (may(actor, seesReservations)) return commits;
  const kept = commits.map((commit) => ({
    ...commit,
    events: commit.events.filter(({ type }) => !aboutSessions.includes(type)),
  }));
  return kept.filter(({ events }) => events.length > 0);
}

/** Of which event what is only for those who look after the thing: who else is to sit in a cohort, who is told of failures. */
const unsaid: Readonly<Record<string, string>> = { SessionBooked: 'toCome', DefinitionReceiversSet: 'receivers' };

export function withoutUnsaid<Event extends { readonly type: string }>(events: readonly Event[]): readonly Event[] {
  if (!events.some(({ type }) => unsaid[type] !== undefined)) return events;
  return events.map((event) => {
    const said = Object.entries(event).filter(([field]) => field !== unsaid[event.type]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without a field that events have only sometimes
    return Object.fromEntries(said) as Event;
  });
}

export function labFor(actor: Actor, view: LabView): LabView {
  return may(actor, seesReservations) ? view : labWithoutNames(view, actor.id);
}

/**
 * A lab as those read it who have no role over sessions: what it is and how it is, not whose, and nothing that people wrote
 * about it, but why it was given to the one who reads.
 */
export function labWithoutNames(view: LabView, readerId?: string): LabView {
  const own = readerId === undefined ? undefined : assignmentOf(view, readerId);
  const { madeFor: _, session: __, failure, pending, ...lab } = view;
  const { notes: ___, description: ____, ...facts } = lab.facts;
  return {
    ...lab,
    reason: '',
    recordedBy: '',
    facts: { ...facts, title: withoutIds(facts.title), owner: '', ports: [] },
    runs: lab.runs.map(({ startedAt, stoppedAt }) => ({ startedAt, stoppedAt, why: '' })),
    bindings: [],
    assignments: own === undefined ? [] : [{ ...own, by: '' }],
    ...(pending !== undefined && { pending: { ...pending, by: '', message: '', topologyKey: undefined } }),
    ...(failure !== undefined && { failure: { ...failure, reason: '' } }),
  };
}
