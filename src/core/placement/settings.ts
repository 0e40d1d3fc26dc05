import type { Learned } from './learned.ts';

const minuteMs = 60_000;

/** How long things take, and what may be promised. All in milliseconds. */
export interface PlacementSettings {
  /** From asking a stopped worker to run until it takes sessions, as long as nothing was learned of its kind. */
  readonly stoppedLeadMs: number;
  /** The same for a worker that has no instance yet. */
  readonly newLeadMs: number;
  /** Importing a lab and everything else around its boot. */
  readonly importMs: number;
  /** How long labs take to boot here, as a multiple of what their node definitions say. */
  readonly bootFactor: number;
  /** Ready this long before the start: what is promised is kept with it. */
  readonly marginMs: number;
  /** For collecting, grading and cleaning up after the end. */
  readonly teardownMs: number;
  /** Workers that may exist in a region at once. */
  readonly ceilingPerRegion: number;
  /** How long an unconfirmed reservation holds its place. */
  readonly confirmWithinMs: number;
  /** A host on which nothing is and nothing comes is switched off after this long. */
  readonly idleMs: number;
  /** One that only sessions have used is switched off after this long, if that is shorter. */
  readonly afterSessionsMs?: number | undefined;
  /** Only false says that none is. */
  readonly stopsIdle?: boolean | undefined;
  /** What hosts and labs have really taken. */
  readonly learned?: Learned | undefined;
  /** A session is moved for the fleet's sake only where hosts are up for so much less, for each that is moved. */
  readonly leastSavedMs?: number | undefined;
  /** So many of a region are left running though nobody uses them. */
  readonly minRunningPerRegion?: number | undefined;
}

export const defaultPlacementSettings: PlacementSettings = {
  stoppedLeadMs: 20 * minuteMs,
  newLeadMs: 25 * minuteMs,
  importMs: 2 * minuteMs,
  bootFactor: 1,
  marginMs: 3 * minuteMs,
  teardownMs: 10 * minuteMs,
  ceilingPerRegion: 10,
  confirmWithinMs: minuteMs,
  idleMs: 60 * minuteMs,
  afterSessionsMs: minuteMs,
};
