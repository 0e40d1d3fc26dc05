import { type Instant, ok, reject } from '../../kernel/index.ts';
import type { WorkerDecision } from './decide.ts';
import type { Worker } from './worker.ts';

interface Why {
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/**
 * Whether nothing of it can exist: it has ended, or its launch was never wanted and nobody counts on it. A launch that was
 * wanted once may have an instance whose answer was lost: that one has to be terminated.
 */
export function isDeletable(worker: Pick<Worker, 'status' | 'desired' | 'desiredSince' | 'reservations'>): boolean {
  const { status, desired, desiredSince, reservations } = worker;
  const neverWanted = status === 'pending' && desired === 'stopped' && desiredSince === undefined;
  return status === 'terminated' || (neverWanted && Object.keys(reservations).length === 0);
}

/** Takes its record off the lists; its history stays. */
export function deleteRecord(worker: Worker, why: Why): WorkerDecision {
  if (worker.deletedAt !== undefined) return ok([]);
  if (!isDeletable(worker)) return reject({ code: 'worker.not-ended', status: worker.status });
  return ok([{ type: 'WorkerDeleted', ...why }]);
}

/**
 * A worker whose record was deleted is on no list; a deleted template stays: workers name it. A lab that was taken back is on
 * no list of whoever had it. A notice that was kept long enough is on none either.
 */
export function hasLeftLists(kind: string, state: unknown): boolean {
  if (typeof state !== 'object' || state === null) return false;
  return leavers.get(kind)?.(state) ?? false;
}

const leavers: ReadonlyMap<string, (state: object) => boolean> = new Map([
  ['worker', (state) => 'deletedAt' in state && state.deletedAt !== undefined],
  ['lab', (state) => 'withdrawnAt' in state && state.withdrawnAt !== undefined],
  ['notice', (state) => 'status' in state && state.status === 'removed'],
]);

const dayMs = 86_400_000;

/** Those whose record has been kept for so many days since they ended. */
export function endedBefore<Ended extends Pick<Worker, 'status' | 'statusSince' | 'deletedAt'>>(
  workers: readonly Ended[],
  days: number,
  now: Instant,
): readonly Ended[] {
  return workers.filter(
    ({ status, statusSince, deletedAt }) =>
      status === 'terminated' && deletedAt === undefined && now - statusSince >= days * dayMs,
  );
}
