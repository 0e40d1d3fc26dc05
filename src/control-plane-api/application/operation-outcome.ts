import type { OperationView } from '@lcm/core/contracts/operation';
import type { Worker } from '@lcm/core/domain/worker';
import type { Commit } from '@lcm/core/ports/state-store';

/** A commit, and what the worker was after it. */
export interface Point {
  readonly worker: Worker;
  readonly commit: Commit;
}

/** What became of an order. */
export type Outcome = Pick<OperationView, 'state' | 'endedAt' | 'result' | 'error'>;
