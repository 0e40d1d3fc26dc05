import { type Instant, ok } from '../../kernel/index.ts';
import type { WorkerDecision } from './decide.ts';
import { type Fullness, type PressureLimits, pressuresAfter } from './pressure.ts';
import type { Worker } from './worker.ts';

interface Measured {
  readonly full: Fullness;
  readonly limits: PressureLimits;
}

/** What was measured becomes an event only when somebody would act on it. */
export function measured(worker: Worker, { full, limits }: Measured, at: Instant): WorkerDecision {
  const { status, pressure: before = [] } = worker;
  if (status !== 'running' && status !== 'draining') return ok([]);
  const under = pressuresAfter(before, full, limits);
  // Both come in the one order.
  return ok(under.join() === before.join() ? [] : [{ type: 'WorkerPressureChanged', under, at }]);
}
