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
  if (worker.status === 'draining') return retime(worker, order);
  if (!workerCan('drain', worker)) return wrongState(worker, 'drain');
  const timed = timing(order);
  if (isEndless(timed)) return reject({ code: 'worker.drain-endless' });
  const { reason, at } = order;
  const drains: WorkerEvent = { type: 'WorkerStatusChanged', to: 'draining', reason, at };
  return ok(timed.endsAt === undefined ? [drains] : [drains, timed]);
}

function retime(worker: Worker, order: DrainOrder): WorkerDecision {
  if (order.timeoutMinutes === undefined && order.whenTimeIsUp === undefined) return ok([]);
  // What is under way is not taken back by giving it more time.
  if (worker.drain?.forced !== undefined) return wrongState(worker, 'drain');
  const timed = timing(order);
  return isEndless(timed) ? reject({ code: 'worker.drain-endless' }) : ok([timed]);
}

function isEndless({ endsAt, whenTimeIsUp }: Timed): boolean {
  return endsAt === undefined && whenTimeIsUp === 'force';
}

type Timed = Extract<DrainEvent, { type: 'WorkerDrainTimed' }>;

function timing(order: DrainOrder): Timed {
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

/** Forces a drain that was ordered to be forced by now. */
export function endDrain(worker: Worker, at: Instant): WorkerDecision {
  return isDrainOver(worker, at) ? forceDrain(worker, { reason: 'its time was up', at }) : ok([]);
}

/** Whether a drain was ordered to be forced by now, and is not yet. */
export function isDrainOver({ status, drain: plan }: Pick<Worker, 'status' | 'drain'>, at: Instant): boolean {
  if (status !== 'draining' || plan?.endsAt === undefined || plan.forced !== undefined) return false;
  return plan.whenTimeIsUp === 'force' && plan.endsAt <= at;
}
