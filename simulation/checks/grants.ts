import type { Session } from '@lcm/core/domain/session';
import type { Worker } from '@lcm/core/domain/worker';
import { instant, toIso } from '@lcm/core/kernel';
import { maxSkewMs } from '../settings.ts';
import type { Auditor, SessionStep, WorkerStep } from './auditor.ts';

const granted: readonly Session['status'][] = ['scheduled', 'instantiating', 'ready', 'running'];
const minute = 60_000;

/** Two machines decide by their own clocks. */
const toleranceMs = 2 * maxSkewMs;

/**
 * What was granted stays granted: its place is in the calendar of its worker for all of its time (I1), its end only ever moves
 * away unless its owner moves it, and what was lost with a host is given back as far as its definition allows (I6).
 */
export class Grants {
  readonly #auditor: Auditor;

  constructor({ auditor }: { readonly auditor: Auditor }) {
    this.#auditor = auditor;
  }

  sessionMoved({ before, after, commit }: SessionStep): void {
    if (!granted.includes(after.status)) return;
    const worker = this.#auditor.workers.get(after.placement?.workerId ?? '');
    if (worker !== undefined) this.#checkPlace(after, worker);
    const by = commit.events.map(({ type }) => type);
    if (before !== undefined && granted.includes(before.status)) this.#checkEnd({ before, after }, by);
    if (by.includes('SessionReplaced')) this.#checkGivenBack({ before, after });
  }

  workerMoved({ before, after }: WorkerStep): void {
    if (before === undefined || before.reservations === after.reservations) return;
    for (const session of this.#auditor.sessions.values()) {
      const isHere = session.placement?.workerId === after.id && granted.includes(session.status);
      if (isHere) this.#checkPlace(session, after);
    }
  }

  /** Whose worker is lost looks for another, and has none until it has that. */
  #checkPlace({ id, placement, timeslot, wish }: Session, worker: Worker): void {
    if (placement === undefined || timeslot === undefined || wish?.kind === 'replace') return;
    if (worker.status === 'terminated' || worker.desired === 'terminated') return;
    const held = worker.reservations[placement.reservationId];
    if (held === undefined) this.#auditor.report('I1', `${id} has a place on ${worker.id} that its calendar lacks`);
    else if (held.until < timeslot.end)
      this.#auditor.report('I1', `${id} lasts until ${toIso(timeslot.end)}, its place until ${toIso(held.until)}`);
  }

  #checkEnd({ before, after }: Moved, by: readonly string[]): void {
    const [was, is] = [before?.timeslot?.end, after.timeslot?.end];
    if (was === undefined || is === undefined || is >= was) return;
    const isAsked = by.includes('SessionMoved') && before?.wish?.kind === 'move';
    if (!isAsked)
      this.#auditor.report('I6', `${after.id} was granted until ${toIso(was)} and has ${toIso(is)} by ${by}`);
  }

  /**
   * Nobody could work from the loss to this very moment, nor can they before the nodes have booted, which takes half of the usual
   * time at least: so much it has to have gained, and never more than its ceiling allows.
   */
  #checkGivenBack({ before, after }: Moved): void {
    if (before?.timeslot === undefined || after.timeslot === undefined || before.status === 'instantiating') return;
    const { start, end } = before.timeslot;
    const lostAt = before.wish?.at;
    const now = after.wishAnswer?.at;
    if (lostAt === undefined || now === undefined) return;
    const { maxDurationMinutes = Number.POSITIVE_INFINITY, bootSeconds } = after.definition;
    const ceiling = Math.max(end, start + maxDurationMinutes * minute);
    const owed = Math.min(end + (now - lostAt) + (bootSeconds * 1_000) / 2, ceiling);
    if (after.timeslot.end < owed - toleranceMs)
      this.#auditor.report(
        'I6',
        `${after.id} lost its host at ${toIso(lostAt)} and was given ${inWords(before, after)}`,
      );
    if (after.timeslot.end > ceiling)
      this.#auditor.report('I6', `${after.id} may last until ${toIso(instant(ceiling))}: ${inWords(before, after)}`);
  }
}

interface Moved {
  readonly before: Session | undefined;
  readonly after: Session;
}

function inWords(before: Session, after: Session): string {
  const [is, was] = [after, before].map(({ timeslot }) => timeslot && toIso(timeslot.end));
  return `until ${is} instead of until ${was}`;
}
