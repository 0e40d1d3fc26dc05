/** What is in a week beside bookings, plain orders and the faults of the world: each part costs time, so none is in all. */
export interface Parts {
  /** Workers in a second region, with several places to launch at; a region goes away now and then. */
  readonly west: boolean;
  /** Instances that somebody launches past us, and what becomes of them; the licence account has few seats. */
  readonly strangers: boolean;
  /** Maintenance windows, hours of the week, tags, licences. */
  readonly plans: boolean;
  /** The exam paper is graded by the engine outside, which fails as it does. */
  readonly gradedOutside: boolean;
  /** Labs that are kept ready: of the small ones two on each worker, of the middle ones one. */
  readonly warm: boolean;
}

/** By the seed: half of the weeks have none, and of the others each two parts meet in a quarter. */
export function partsOf(seed: number): Parts {
  const turn = seed % 16 < 8 ? seed % 8 : 0;
  const gradedOutside = seed % 4 === 2;
  return { west: turn % 2 === 1, strangers: turn % 4 >= 2, plans: turn >= 4, gradedOutside, warm: seed % 8 >= 6 };
}
