import { type Amounts, type Resource, resources } from './calendar.ts';

/** How much of a host somebody takes, by that of which they take most. */
export interface HostShare {
  readonly of: Resource;
  /** 1 is the whole host. */
  readonly share: number;
}

/** What is left beside it of everything else is of no use to others of its kind: the scarcest decides. */
export function shareOf(needs: Amounts, capacity: Amounts): HostShare {
  const shares = resources.map((of): HostShare => ({ of, share: capacity[of] > 0 ? needs[of] / capacity[of] : 0 }));
  const largest = shares.reduce((most, each) => (each.share > most.share ? each : most));
  return { of: largest.of, share: Math.min(1, largest.share) };
}
