import type { WorkerView } from '@lcm/core/contracts/worker';
import { CmlError } from '@lcm/core/ports/cml';
import type { JobResult } from '@lcm/core/reconcile';
import { cmlOf } from '../session/lab-of-session.ts';
import type { LabDeps } from './deps.ts';
import type { LabRefresh, Refreshed } from './refresh-labs.ts';

/** Hosts at once: each answers slowly, and nobody waits for the result. */
const atOnce = 5;

/** Reads the labs of every worker that is up. A host that does not answer keeps no other from being read. */
export async function labsRound(refresh: LabRefresh, deps: LabDeps, signal: AbortSignal): Promise<JobResult> {
  const workers = await deps.controlPlane.list('worker');
  const up = workers.filter((worker) => cmlOf(worker, deps) !== undefined);
  const waiting = [...up];
  const done: Refreshed[] = [];
  const troubles: string[] = [];
  const work = async (): Promise<void> => {
    for (let worker = waiting.shift(); worker !== undefined; worker = waiting.shift()) {
      signal.throwIfAborted();
      const outcome = await tried(worker, refresh, signal);
      if (typeof outcome === 'string') troubles.push(outcome);
      else if (outcome !== undefined) done.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  troubles.push(...done.flatMap(({ failures }) => failures));
  const labs = done.reduce((sum, one) => sum + one.labs, 0);
  const news = done.reduce((sum, one) => sum + one.news, 0);
  const words = `${counted(labs, 'lab')} on ${counted(done.length, 'worker')}, ${news} new, gone or changed`;
  return { summary: [words, ...troubles].join('; '), news: news > 0 };
}

async function tried(
  worker: WorkerView,
  refresh: LabRefresh,
  signal: AbortSignal,
): Promise<Refreshed | string | undefined> {
  try {
    return await refresh.worker(worker, signal);
  } catch (error) {
    if (error instanceof CmlError) return `${worker.name}: ${error.message}`;
    throw error;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
