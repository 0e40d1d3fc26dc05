import type { WorkerView } from '@lcm/core/contracts/worker';
import type { WorkerId, WorkerReport } from '@lcm/core/domain/worker';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import { answerLooks } from './answer-looks.ts';
import { Breaker, looksDead } from './breaker.ts';
import type { WorkerReconcilerDeps } from './deps.ts';
import { believesDead } from './judge.ts';
import { Memory } from './memory.ts';
import { observe } from './observe.ts';
import { planWorker } from './plan-worker.ts';
import { takeStep } from './take-step.ts';

/** Looks, plans one step, takes it. A throw means: back off, then look at the world afresh. */
export function workerReconciler(deps: WorkerReconcilerDeps): Reconciler<WorkerId> {
  const memory = new Memory();
  const breaker = new Breaker();
  return {
    name: 'worker',
    async reconcile(id) {
      const worker = await deps.controlPlane.get('worker', id);
      if (worker === undefined || worker.status === 'terminated') {
        memory.forget(id);
        breaker.forget(id);
        return settled;
      }
      return lookAgainOnConflict(async () => {
        const seen = await observe(deps, worker, memory);
        const looked = { worker, seen, at: deps.clock.now(), settings: deps.settings };
        const step = planWorker({ ...looked, held: breaker.look(looked) });
        if (looksDead(looked) && believesDead(step)) breaker.gaveUp(id, looked.at);
        const next = await takeStep({ deps, worker, seen, memory, tell: (report) => tell(deps, worker, report) }, step);
        if (next.kind === 'settled' || next.afterMs === 0) return next;
        const answer = await answerLooks(deps, { worker, seen, because: next.because });
        if (answer === undefined) return next;
        await tell(deps, worker, answer);
        return again(0, 'somebody asked for this look');
      });
    },
  };
}

async function tell(deps: WorkerReconcilerDeps, worker: WorkerView, report: WorkerReport): Promise<void> {
  const told = await deps.controlPlane.send(
    'ReportWorker',
    { workerId: worker.id, expectedVersion: worker.version, report },
    { fence: deps.leadership.fence(), correlationId: worker.id },
  );
  if (!told.ok) throw new Error(`${worker.id} refused "${report.type}": ${told.rejection.message}`);
}

async function lookAgainOnConflict(look: () => Promise<Next>): Promise<Next> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ConflictError) return again(100, 'it changed while we looked');
    throw error;
  }
}
