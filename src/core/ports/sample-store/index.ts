import type { Sample, Thinning } from '../../domain/metrics/index.ts';
import type { WorkerId } from '../../domain/worker/index.ts';
import type { Instant } from '../../kernel/index.ts';

/** One worker, over an interval. */
export interface SampleHistoryQuery extends Thinning {
  readonly workerId: WorkerId;
}

/**
 * Measurements of workers. Losing the last few at a power cut is fine: they are measured again and nothing is decided
 * by old ones. Every adapter passes `contract.ts`; every method may throw `SampleStoreError`.
 */
export interface SampleStore {
  /** A sample replaces the one of the same worker, source and instant, so that repeating a batch changes nothing. */
  append(samples: readonly Sample[]): Promise<void>;
  /** The newest of each source. */
  latest(workerId: WorkerId): Promise<readonly Sample[]>;
  /** Oldest first, and per source at most as many as there are points, each the mean of its share: see `thin`. */
  history(query: SampleHistoryQuery): Promise<readonly Sample[]>;
  /** Forgets what was measured before that instant. */
  deleteBefore(at: Instant): Promise<void>;
}

/** The store did not answer. */
export class SampleStoreError extends Error {
  override readonly name = 'SampleStoreError';
}
