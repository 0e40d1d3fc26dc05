import type { Line, WorkerId } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';

/** What is known from what CML servers tell by themselves. All of it may be lost: whoever needs certainty looks. */
export interface Live {
  /** By which way we hear of it, once that has lasted; absent while it goes to and fro. */
  readonly lineOf: (id: WorkerId) => Line | undefined;
  /** When somebody was last heard to do something there. CML does not say who: that is read. */
  readonly activityHeardAt: (id: WorkerId) => Instant | undefined;
  /** When a lab there was last heard to come, go or change its state. */
  readonly labsHeardAt: (id: WorkerId) => Instant | undefined;
}

/** How lines are kept. All in milliseconds. */
export interface LiveSettings {
  readonly enabled: boolean;
  /** So many lines are being opened at once; those that are open do not count. */
  readonly opensAtOnce: number;
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** A line that has held for so long begins anew with the shortest back-off. */
  readonly steadyMs: number;
  /** A change of the way is told when it has lasted so long: lines come and go. */
  readonly settledMs: number;
  /** Whatever is heard of a worker within this time leads to one look. */
  readonly gatherMs: number;
  /** How often what it tells of its load is kept. */
  readonly figuresEveryMs: number;
}

export const defaultLiveSettings: LiveSettings = {
  enabled: true,
  opensAtOnce: 8,
  firstBackoffMs: 1000,
  longestBackoffMs: 60_000,
  steadyMs: 60_000,
  settledMs: 30_000,
  gatherMs: 3000,
  figuresEveryMs: 30_000,
};
