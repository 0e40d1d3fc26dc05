import { type Instant, ok } from '../../kernel/index.ts';
import type { WorkerDecision } from './decide.ts';
import { type Fullness, pressuresAfter } from './pressure.ts';
import type { Worker } from './worker.ts';

/** What was measured becomes an event only when somebody would act on it. */
export function measured(worker: Worker, full: Fullness, at: Instant): WorkerDecision {
  const { status, pressure: before = [] } = worker;
  if (status !== 'running' && status !== 'draining') return ok([]);
  const under = pressuresAfter(before, full);
  // Both come in the one order.
  return ok(under.join() === before.join() ? [] : [{ type: 'WorkerPressureChanged', under, at }]);
}
