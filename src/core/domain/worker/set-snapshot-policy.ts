import { type Instant, ok } from '../../kernel/index.ts';
import { type WorkerDecision, wrongState } from './decide.ts';
import { workerCan } from './lifecycle.ts';
import type { SnapshotPolicy } from './snapshot-policy.ts';
import type { Worker } from './worker.ts';

/** No policy takes the one away that it has. */
export function setSnapshotPolicy(worker: Worker, policy: SnapshotPolicy | undefined, at: Instant): WorkerDecision {
  if (!workerCan('setSnapshotPolicy', worker)) return wrongState(worker, 'setSnapshotPolicy');
  const { everyHours, keep } = worker.snapshotPolicy ?? {};
  if (everyHours === policy?.everyHours && keep === policy?.keep) return ok([]);
  return ok([{ type: 'WorkerSnapshotPolicySet', ...(policy && { policy }), at }]);
}
