import { CreateSnapshot, SnapshotView } from '@lcm/core/contracts/snapshot';
import { askGently } from '@lcm/core/domain/worker';
import type { Clock } from '@lcm/core/kernel';
import { reject } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';
import { type OrderDeps, orderSnapshot } from '../../application/snapshot-order.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps extends OrderDeps {
  readonly clock: Clock;
}

/** A copy of the worker's disk as it is at that moment; the worker goes on meanwhile. */
export const createSnapshot = defineCommand({
  name: 'CreateSnapshot',
  summary: 'Copy the disk of a worker, running or stopped; that of a running one as after a power cut',
  allow: 'worker:manage',
  input: CreateSnapshot,
  output: SnapshotView,
  async handle({ workerId, description, thenTerminate, reason: given }, caller, deps: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    if (thenTerminate) {
      const { state: worker } = await deps.streams.load(workers, workerId);
      const may = worker && askGently(worker, 'terminated', { reason, at: deps.clock.now() });
      if (may?.ok === false) return reject(inWords(may.rejection));
    }
    const origin = thenTerminate ? 'before-termination' : 'by-hand';
    const order = { workerId, operation: 'CreateSnapshot', description, origin, reason } as const;
    return written(await orderSnapshot(order, caller, deps), viewOf.snapshot);
  },
});
