import type { Session } from '@lcm/core/domain/session';
import type { Worker } from '@lcm/core/domain/worker';
import { toIso } from '@lcm/core/kernel';
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
    if (before === undefined || !granted.includes(before.status)) return;
    const by = commit.events.map(({ type }) => type);
    this.#checkEnd({ before, after }, by);
    if (by.includes('SessionReplaced')) this.#checkGivenBack({ before, after });
  }

  workerMoved({ before, after }: WorkerStep): void {
    if (before === undefined || before.reservations === after.reservations) return;
    for (const session of this.#auditor.sessions.values()) {
      const isHere = session.placement?.workerId === after.id && granted.includes(session.status);
      if (isHere) this.#checkPlace(session, after);
    }
  }

  #checkPlace(session: Session, worker: Worker): void {
    const { id, placement, timeslot } = session;
    if (placement === undefined || timeslot === undefined || looksForAnother(session, worker)) return;
    const held = worker.reservations[placement.reservationId];
    if (held === undefined) this.#auditor.report('I1', `${id} has a place on ${worker.id} that its calendar lacks`);
    else if (held.until < timeslot.end)
      this.#auditor.report('I1', `${id} lasts until ${toIso(timeslot.end)}, its place until ${toIso(held.until)}`);
  }

  #checkEnd({ before, after }: Moved, by: readonly string[]): void {
    const isAsked = by.includes('SessionMoved') && before.wish?.kind === 'move';
    if (isAsked || after.timeslot === undefined || endOf(after) >= endOf(before)) return;
    this.#auditor.report(
      'I6',
      `${after.id} was granted ${inWords(before)} and has ${inWords(after)} by ${by.join(', ')}`,
    );
  }

  #checkGivenBack({ before, after }: Moved): void {
    const owed = owedOf(before, after);
    if (owed === undefined) return;
    const was = `${after.id} lost its host, had ${inWords(before)} and has ${inWords(after)}`;
    if (endOf(after) < owed.atLeast - toleranceMs) this.#auditor.report('I6', `${was}, which is too little`);
    if (endOf(after) > owed.atMost) this.#auditor.report('I6', `${was}, which is more than its definition allows`);
  }
}

interface Moved {
  readonly before: Session;
  readonly after: Session;
}

/** Whose worker is lost, or to be ended, has no place until it has another. */
function looksForAnother({ wish }: Session, { status, desired }: Worker): boolean {
  return wish?.kind === 'replace' || status === 'terminated' || desired === 'terminated';
}

/**
 * Until when one has to last that goes on elsewhere. Nobody could work from the loss to this very moment, nor can they before the
 * nodes have booted, which takes half of the usual time at least: so much it gains, as far as its definition allows.
 */
function owedOf(before: Session, after: Session): { readonly atLeast: number; readonly atMost: number } | undefined {
  const [lostAt, now] = [before.wish?.at, after.wishAnswer?.at];
  const { timeslot, definition } = before;
  if (timeslot === undefined || lostAt === undefined || now === undefined) return undefined;
  // Whoever has not begun has all of its time wherever it goes.
  if (before.status === 'instantiating') return { atLeast: timeslot.end, atMost: Number.POSITIVE_INFINITY };
  const { maxDurationMinutes = Number.POSITIVE_INFINITY, bootSeconds } = definition;
  const atMost = Math.max(timeslot.end, timeslot.start + maxDurationMinutes * minute);
  return { atLeast: Math.min(timeslot.end + (now - lostAt) + (bootSeconds * 1_000) / 2, atMost), atMost };
}

function endOf({ timeslot }: Session): number {
  return timeslot?.end ?? 0;
}

function inWords({ timeslot }: Session): string {
  return timeslot === undefined ? 'no time' : `until ${toIso(timeslot.end)}`;
}
