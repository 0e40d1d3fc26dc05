/** What is in a week beside bookings, plain orders and the faults of the world: each part costs time, so none is in all. */
export interface Parts {
  /** Workers in a second region, with several places to launch at; a region goes away now and then. */
  readonly west: boolean;
  /** Instances that somebody launches past us, and what becomes of them. */
  readonly strangers: boolean;
  /** Maintenance windows, hours of the week, tags. */
  readonly plans: boolean;
}

/** By the seed, so that each part and each two of them are in a part of the weeks, and one in eight has none. */
export function partsOf(seed: number): Parts {
  const turn = seed % 8;
  return { west: turn % 2 === 1, strangers: turn % 4 >= 2, plans: turn >= 4 };
}
