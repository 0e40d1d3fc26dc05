import { type Instant, ok } from '../../kernel/index.ts';
import { type WorkerDecision, wrongState } from './decide.ts';
import { workerCan } from './lifecycle.ts';
import type { Worker } from './worker.ts';

/** Asks for its labs to be read now. Who asks twice is answered once. */
export function askLabsRefresh(worker: Worker, { reason, at }: { reason: string; at: Instant }): WorkerDecision {
  if (!workerCan('refreshLabs', worker) || worker.service !== 'available') return wrongState(worker, 'refreshLabs');
  return ok(worker.labsRefreshAskedAt === undefined ? [{ type: 'WorkerLabsRefreshAsked', reason, at }] : []);
}

/** Its labs were read, beginning after that request. One that came since is still open. */
export function labsRefreshed(worker: Worker, askedAt: Instant, at: Instant): WorkerDecision {
  return ok(worker.labsRefreshAskedAt === askedAt ? [{ type: 'WorkerLabsRefreshed', at }] : []);
}
