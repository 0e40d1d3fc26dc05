import type { Instant } from '../../kernel/index.ts';
import type { WorkerStatus } from './lifecycle.ts';

/** One thing that keeps a worker from being idle. */
export type Use =
  | { readonly why: 'not-up'; readonly status: WorkerStatus }
  | { readonly why: 'detection-off' }
  | { readonly why: 'detection-off-for-all' }
  | { readonly why: 'snoozed'; readonly until: Instant }
  | { readonly why: 'timetable' | 'maintenance'; readonly until: Instant }
  | { readonly why: 'activity-unknown' }
  | { readonly why: 'sessions'; readonly count: number }
  | { readonly why: 'booked'; readonly from: Instant }
  | { readonly why: 'labs-running'; readonly count: number; readonly byHand: number }
  | { readonly why: 'used'; readonly lastUsedAt: Instant; readonly until: Instant };
