import { formatClock, formatDay, fromLocalInput, toLocalInput } from './format.ts';
import type { SessionMove } from './session-api.ts';
import type { Session, Worker } from './views.ts';

/** Where a session shall be instead, as it is typed and chosen. */
export interface MoveDraft {
  readonly start: string;
  /** Empty: wherever the scheduler finds room. */
  readonly workerId: string;
}

/** A place on the calendar. */
export interface CalendarPlace {
  readonly workerId: string;
  readonly start: number;
}

/** As it is now, or where somebody has put it. */
export function moveDraftFor({ timeslot }: Session, to?: CalendarPlace): MoveDraft {
  const start = to?.start ?? (timeslot === undefined ? undefined : Date.parse(timeslot.start));
  return { start: start === undefined ? '' : toLocalInput(start), workerId: to?.workerId ?? '' };
}

/** To the minute, as inputs have it: a session may begin at any second. */
function isAsBefore({ start }: MoveDraft, { timeslot }: Session): boolean {
  return timeslot !== undefined && toLocalInput(Date.parse(timeslot.start)) === start;
}

/** What is asked for: only what changes, so that nothing is pinned that nobody named. */
export function moveOf(draft: MoveDraft, session: Session): SessionMove {
  const start = isAsBefore(draft, session) ? undefined : fromLocalInput(draft.start);
  return {
    ...(start === undefined ? {} : { start: new Date(start).toISOString() }),
    ...(draft.workerId === '' ? {} : { workerId: draft.workerId }),
  };
}

/** What speaks against it before anybody is asked. */
export function moveFaultOf(draft: MoveDraft, session: Session, now: number): string | undefined {
  const start = fromLocalInput(draft.start);
  if (start === undefined) return 'Choose a time';
  const isHere = draft.workerId === '' || draft.workerId === session.placement?.workerId;
  if (isAsBefore(draft, session)) return isHere ? 'Choose another time or another worker' : undefined;
  return start < now ? 'That time has passed' : undefined;
}

/** Workers that could have it, by name; which of them has room is for the scheduler to say. */
export function moveTargets(workers: readonly Worker[]): readonly Worker[] {
  return workers
    .filter(({ status, desired }) => status !== 'terminated' && desired !== 'terminated')
    .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

interface Meaning {
  readonly nameOf: (workerId: string) => string;
  readonly now: number;
}

/** What moving it there would mean, for whom. */
export function moveMeaning(draft: MoveDraft, session: Session, { nameOf, now }: Meaning): string {
  const { timeslot, placement, ownerId } = session;
  if (timeslot === undefined || placement === undefined) return '';
  if (moveFaultOf(draft, session, now) !== undefined) return '';
  const [from, until] = [Date.parse(timeslot.start), Date.parse(timeslot.end)];
  const start = isAsBefore(draft, session) ? from : (fromLocalInput(draft.start) ?? from);
  const slot = (at: number): string => `${formatDay(at)}, ${formatClock(at)} to ${formatClock(at + until - from)}`;
  const where = draft.workerId === '' ? 'where the scheduler finds room' : `on ${nameOf(draft.workerId)}`;
  return (
    `Now it is ${slot(from)} on ${placement.workerName}; then it is ${slot(start)} ${where}. It keeps its place until it ` +
    `has the other one; if there is none, nothing changes. ${ownerId} sees the new time here and is not told otherwise.`
  );
}
