import { type Instant, instant, ok, reject } from '../../kernel/index.ts';
import { type WorkerDecision, wrongState } from './decide.ts';
import type { DrainEnd, DrainEvent } from './drain-plan.ts';
import { workerCan } from './lifecycle.ts';
import type { Worker, WorkerEvent } from './worker.ts';

interface Why {
  readonly reason: string;
  readonly at: Instant;
}

export interface DrainOrder extends Why {
  /** As asked for; 0: for as long as it takes. */
  readonly timeoutMinutes?: number | undefined;
  /** Where none was asked for. */
  readonly usualMinutes?: number | undefined;
  readonly whenTimeIsUp?: DrainEnd | undefined;
}

const minuteMs = 60_000;

/** Nothing new lands there; asked again while it drains, what is said of its time replaces what was said before. */
export function drain(worker: Worker, order: DrainOrder): WorkerDecision {
  const isDraining = worker.status === 'draining';
  if (isDraining && order.timeoutMinutes === undefined && order.whenTimeIsUp === undefined) return ok([]);
  // What is under way is not taken back by giving it more time.
  const mayBe = isDraining ? worker.drain?.forced === undefined : workerCan('drain', worker);
  if (!mayBe) return wrongState(worker, 'drain');
  const timed = timing(order);
  if (timed.endsAt === undefined && timed.whenTimeIsUp === 'force') return reject({ code: 'worker.drain-endless' });
  if (isDraining) return ok([timed]);
  const { reason, at } = order;
  const drains: WorkerEvent = { type: 'WorkerStatusChanged', to: 'draining', reason, at };
  return ok(timed.endsAt === undefined ? [drains] : [drains, timed]);
}

function timing(order: DrainOrder): Extract<DrainEvent, { type: 'WorkerDrainTimed' }> {
  const { reason, at, usualMinutes = 0, timeoutMinutes = usualMinutes, whenTimeIsUp = 'keep-waiting' } = order;
  const endsAt = timeoutMinutes === 0 ? undefined : instant(at + timeoutMinutes * minuteMs);
  return { type: 'WorkerDrainTimed', endsAt, whenTimeIsUp, reason, at };
}

export function cancelDrain(worker: Worker, reason: string, at: Instant): WorkerDecision {
  if (worker.status === 'running') return ok([]);
  if (!workerCan('cancelDrain', worker) || worker.desired !== 'running') return wrongState(worker, 'cancelDrain');
  return ok([{ type: 'WorkerStatusChanged', to: 'running', reason, at }]);
}

/** Does not wait for the sessions on it any longer: each of them is ended or placed anew, and then the drain completes. */
export function forceDrain(worker: Worker, why: Why & { readonly by?: string }): WorkerDecision {
  if (!workerCan('forceDrain', worker)) return wrongState(worker, 'forceDrain');
  return ok(worker.drain?.forced === undefined ? [{ type: 'WorkerDrainForced', ...why }] : []);
}

/** Whether a drain was ordered to be forced by now, and is not yet. */
export function isDrainOver({ status, drain: plan }: Pick<Worker, 'status' | 'drain'>, at: Instant): boolean {
  if (status !== 'draining' || plan?.endsAt === undefined || plan.forced !== undefined) return false;
  return plan.whenTimeIsUp === 'force' && plan.endsAt <= at;
}
