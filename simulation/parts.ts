/** What is in a week beside bookings, plain orders and the faults of the world: each part costs time, so none is in all. */
export interface Parts {
  /** Workers in a second region, with several places to launch at; a region goes away now and then. */
  readonly west: boolean;
  /** Instances that somebody launches past us, and what becomes of them; the licence account has few seats. */
  readonly strangers: boolean;
  /** Maintenance windows, hours of the week, tags, licences. */
  readonly plans: boolean;
  /** Cohorts, priorities, and no-shows that are declared before the end. */
  readonly classes: boolean;
  /** Sessions that are extended, moved, reset, restarted, paused; hosts that are lost or taken under them. */
  readonly changes: boolean;
  /** The exam paper is graded by the engine outside, which fails as it does. */
  readonly gradedOutside: boolean;
  /** Labs that are kept ready: of the small ones two on each worker, of the middle ones one. */
  readonly warm: boolean;
}

/**
 * By the seed: of the fleet's parts half of the weeks have none, and of the others each two meet in a quarter. Of seven weeks
 * one has classes, one has changes, one has both; within ninety seeds each of them meets all of the fleet's.
 */
export function partsOf(seed: number): Parts {
  const turn = seed % 16 < 8 ? seed % 8 : 0;
  const exams = Math.floor(seed / 8) % 7;
  return {
    west: turn % 2 === 1,
    strangers: turn % 4 >= 2,
    plans: turn >= 4,
    classes: exams === 1 || exams === 3,
    changes: exams === 2 || exams === 3,
    gradedOutside: seed % 4 === 2,
    warm: seed % 8 >= 6,
  };
}
