import type { HostChecks, Line, Noticed, WorkerActivity } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import type { SeenInstance } from '@lcm/core/ports/instances';

/** What happens on the host, or since when CML has not told. */
export type SeenActivity =
  | { readonly known: true; readonly activity: WorkerActivity }
  | { readonly known: false; readonly lostSince: Instant };

/** CML as it answered just now; `down` with the reason when it did not. */
export type SeenCml =
  | { readonly up: false; readonly because: string; readonly downSince: Instant }
  | {
      readonly up: true;
      readonly endpoint: string;
      readonly version: string;
      readonly ready: boolean;
      readonly licensing?: CmlLicensing | undefined;
      readonly activity?: SeenActivity | undefined;
      /** Its health and its definitions, when they were asked for. */
      readonly details?: Noticed | undefined;
    };

/** What an earlier launch of the worker has left. */
export interface Leftover {
  readonly launch: number;
  readonly instance: SeenInstance;
}

/** The world around one worker at one instant. */
export interface Seen {
  readonly instance?: SeenInstance | undefined;
  /** Since when every look has failed to show the instance; what a restart forgets here only makes us wait longer. */
  readonly missingSince?: Instant | undefined;
  readonly checks?: HostChecks | undefined;
  /** How its CML tells us what happens; absent while that goes to and fro. */
  readonly line?: Line | undefined;
  /** Absent when nobody had a reason to ask. */
  readonly cml?: SeenCml | undefined;
  /** Absent when nobody had a reason to look. */
  readonly leftovers?: readonly Leftover[] | undefined;
  readonly leftoverAskedAt?: Instant | undefined;
  readonly aligned?: { readonly what: string; readonly at: Instant } | undefined;
  /** A lab was heard to change since somebody was last asked to read them. */
  readonly labsMoved?: true | undefined;
  readonly stopAskedAt?: Instant | undefined;
  readonly renewalAskedAt?: Instant | undefined;
  /** Since when this leader tries to give the licence back. */
  readonly returningSince?: Instant | undefined;
}
