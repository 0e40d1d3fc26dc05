import type { WorkerView } from '@lcm/core/contracts/worker';
import { isWarmTitle } from '@lcm/core/domain/lab';
import { isResting, type WorkerActivity } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
import { CmlError, type CmlLab, type CmlServer } from '@lcm/core/ports/cml';
import type { WorkerReconcilerDeps } from './deps.ts';
import type { Memory } from './memory.ts';
import type { SeenActivity } from './seen.ts';

interface Host {
  readonly worker: WorkerView;
  readonly memory: Memory;
}

/** Who works on the host, whether it is for a session or by hand. That CML does not tell is an answer too. */
export async function lookAtActivity(
  deps: WorkerReconcilerDeps,
  cml: CmlServer,
  { worker, memory }: Host,
): Promise<SeenActivity> {
  try {
    const labs = await cml.labs();
    const toldAt = await lastTold(deps, cml, { worker, memory });
    memory.note(worker, { activityLostSince: undefined });
    return { known: true, activity: activityOf(labs, worker, toldAt) };
  } catch (error) {
    if (!(error instanceof CmlError)) throw error;
    const lostSince = memory.of(worker).activityLostSince ?? deps.clock.now();
    memory.note(worker, { activityLostSince: lostSince });
    return { known: false, lostSince };
  }
}

/** What is kept ready by itself is nobody's doing, as long as nobody starts it. */
function activityOf(all: readonly CmlLab[], worker: WorkerView, toldAt: Instant | undefined): WorkerActivity {
  const labs = all.filter((lab) => isRunning(lab) || !isWarmTitle(lab.title));
  const running = labs.filter(isRunning);
  const byHand = running.filter((lab) => !isOfSession(lab, worker)).length;
  const lastAt = latest([...labs.map(({ modifiedAt }) => modifiedAt), ...(toldAt === undefined ? [] : [toldAt])]);
  return { labs: labs.length, running: running.length, byHand, ...(lastAt !== undefined && { lastAt }) };
}

function isRunning({ state }: CmlLab): boolean {
  return state !== 'STOPPED' && state !== 'DEFINED_ON_CORE';
}

/** A session's lab has its id in the title. */
function isOfSession({ title }: CmlLab, { reservations }: WorkerView): boolean {
  return Object.values(reservations).some(({ sessionId }) => title.includes(sessionId));
}

/** CML's record of what was done is long: it is read now and then, and always before an unused host is stopped. */
async function lastTold(
  { clock, settings, live }: WorkerReconcilerDeps,
  cml: CmlServer,
  { worker, memory }: Host,
): Promise<Instant | undefined> {
  const { told } = memory.of(worker);
  // What was heard as it was read may have come after it.
  const since = Math.max(refreshAskedAt(worker), (live?.activityHeardAt(worker.id) ?? -1) + 1);
  const fresh = told !== undefined && told.readAt >= since && clock.now() - told.readAt < settings.activityEveryMs;
  if (fresh && !isResting(worker)) return told.lastAt;
  const readAt = clock.now();
  const done = await cml.activity();
  const byPeople = done.filter(({ userId }) => userId === undefined || !settings.systemUsers.test(userId));
  const lastAt = latest(byPeople.map(({ at }) => at));
  memory.note(worker, { told: { readAt, lastAt } });
  return lastAt;
}

function refreshAskedAt({ looks }: WorkerView): number {
  return looks?.refresh?.requestedAt ?? 0;
}

function latest(times: readonly Instant[]): Instant | undefined {
  return times.length === 0 ? undefined : instant(times.reduce((max, at) => Math.max(max, at), 0));
}
