import type { SessionStay } from '@lcm/core/contracts/cost';
import type { Placement, Session } from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import type { Commit } from '@lcm/core/ports/state-store';
import { sessions } from './aggregates.ts';

/** A session's time on one worker. */
export type Stay = Pick<SessionStay, 'workerId' | 'workerName' | 'from' | 'until'>;

interface Told {
  readonly state?: Session | undefined;
  readonly over: readonly Stay[];
  readonly open?: Stay | undefined;
}

/** Where a session was, and where it is or is booked to be, as its history tells; what never began is no stay. */
export function staysOf(commits: readonly Commit[], now: Instant): readonly Stay[] {
  const { over, open } = commits.reduce<Told>(tell, { over: [] });
  // Its clean-up may take longer than was booked.
  return open === undefined ? over : [...over, { ...open, until: later(open.until, now) }];
}

function tell({ state: before, over, open }: Told, commit: Commit): Told {
  const state = sessions.fold(before, commit);
  const held = heldBy(state);
  if (held !== undefined && held.workerId === open?.workerId)
    return { state, over, open: rebooked(open, held, commit.at) };
  const closed = open !== undefined && open.from < commit.at ? [{ ...open, until: commit.at }] : [];
  const next = held && { ...nameOf(held), from: later(held.from, commit.at), until: held.until };
  return { state, over: [...over, ...closed], open: next };
}

/** A place that has begun goes on as one; one that is to come may begin at another time. */
function rebooked(open: Stay, held: Placement, at: Instant): Stay {
  return { ...open, from: open.from <= at ? open.from : later(held.from, at), until: held.until };
}

const withoutPlace: readonly Session['status'][] = [
  'pending',
  'stopped',
  'archived',
  'terminated',
  'expired',
  'failed',
];

/** Whose worker was lost has nothing there any more. */
function heldBy({ status, placement, wish }: Session): Placement | undefined {
  return withoutPlace.includes(status) || wish?.kind === 'replace' ? undefined : placement;
}

function nameOf({ workerId, workerName }: Placement): { readonly workerId: WorkerId; readonly workerName: string } {
  return { workerId, workerName };
}

function later(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}
