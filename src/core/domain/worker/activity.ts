import type { Instant } from '../../kernel/index.ts';
import { isResting, type Wish } from './desired-cause.ts';

/** What was counted on the host, whoever made it, but for labs that are kept ready by themselves. Names of labs and of people stay there. */
export interface WorkerActivity {
  readonly labs: number;
  /** Of these, with a node that is on. */
  readonly running: number;
  /** Of the running ones, those that no session with a place here has. */
  readonly byHand: number;
  /** When somebody last did something there, as far as CML tells. */
  readonly lastAt?: Instant | undefined;
}

interface Known extends Wish {
  readonly activity?: WorkerActivity | undefined;
}

/** Somebody who goes on working is no news more often than this. */
const stepMs = 5 * 60_000;

/** Whether what was seen is worth an event: other counts, activity that moved on, or CML that no longer tells. */
export function isActivityNews(worker: Known, seen: WorkerActivity | undefined): boolean {
  const { activity: known } = worker;
  if (known === undefined || seen === undefined) return known !== seen;
  if (!haveSameCounts(known, seen)) return true;
  // Before a stop that is under way every sign of life counts.
  return movedMs(known, seen) >= (isResting(worker) ? 1 : stepMs);
}

/** Whether it speaks against a stop that was decided on what was known before. */
export function isSignOfLife(worker: Known, seen: WorkerActivity | undefined): boolean {
  if (seen === undefined || seen.running > 0) return true;
  const { activity: known } = worker;
  return known !== undefined && (!haveSameCounts(known, seen) || movedMs(known, seen) > 0);
}

/** Labs that came or went are something that somebody did, though CML puts no time to it. */
export function activityAfter({ activity: known }: Known, seen: WorkerActivity, at: Instant): WorkerActivity {
  return known === undefined || haveSameCounts(known, seen) ? seen : { ...seen, lastAt: at };
}

function haveSameCounts(a: WorkerActivity, b: WorkerActivity): boolean {
  return a.labs === b.labs && a.running === b.running && a.byHand === b.byHand;
}

function movedMs(known: WorkerActivity, seen: WorkerActivity): number {
  return (seen.lastAt ?? 0) - (known.lastAt ?? 0);
}
