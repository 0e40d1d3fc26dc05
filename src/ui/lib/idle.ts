import { type Actor, whyNot } from '@lcm/core/domain/access';
import { type Saved, savedBy, workerCan } from '@lcm/core/domain/worker';
import { fromIso, instant } from '@lcm/core/kernel';
import { plural } from './format.ts';
import type { Worker } from './views.ts';

/** `3 labs, 2 run, 1 of them made by hand`: as much as everybody may know of them. */
export function labsInWords({ labs, running, byHand }: NonNullable<Worker['activity']>): string {
  if (labs === 0) return 'No labs';
  const made = byHand === 0 ? '' : `, ${byHand === running ? '' : `${byHand} of them `}made by hand`;
  return `${plural(labs, 'lab')}, ${running === 0 ? 'none runs' : `${running} ${running === 1 ? 'runs' : 'run'}`}${made}`;
}

/** Why the viewer cannot snooze this worker now; `undefined` when they can. */
export function whyNotSnooze(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:operate');
  if (access !== undefined) return access;
  if (worker.idleDetection === false) return 'Idle detection is off: it is not stopped for being unused';
  return workerCan('snooze', worker)
    ? undefined
    : `Only a worker that is up can be kept up, this one is ${worker.status}`;
}

export function whyNotIdleDetection(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:operate');
  if (access !== undefined) return access;
  return workerCan('setIdleDetection', worker) ? undefined : `Not possible while it is ${worker.status}`;
}

export interface SavedTimes {
  readonly total: Saved;
  readonly day: Saved;
  readonly month: Saved;
}

const nothing: Saved = { ms: 0, usd: 0 };
const none: SavedTimes = { total: nothing, day: nothing, month: nothing };

/** What stopping this worker while nobody used it has saved by now; days and months are those of UTC. */
export function savedByWorker({ savings, spec }: Worker, now: number): SavedTimes {
  if (savings === undefined) return none;
  const recent = savings.recent.map(({ decidedAt, from, until, ...interval }) => ({
    ...interval,
    decidedAt: fromIso(decidedAt),
    from: fromIso(from),
    until: until === undefined ? undefined : fromIso(until),
  }));
  return savedBy({ ...savings, since: fromIso(savings.since), recent }, spec.hourlyCostUsd, instant(now));
}

/** The same of all workers, those that have ended too. */
export function savedByFleet(workers: readonly Worker[], now: number): SavedTimes {
  return workers.map((worker) => savedByWorker(worker, now)).reduce(together, none);
}

function together(a: SavedTimes, b: SavedTimes): SavedTimes {
  return { total: plus(a.total, b.total), day: plus(a.day, b.day), month: plus(a.month, b.month) };
}

function plus(a: Saved, b: Saved): Saved {
  return { ms: a.ms + b.ms, usd: a.usd + b.usd };
}
