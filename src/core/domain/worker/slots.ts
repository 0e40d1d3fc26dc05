import type { Instant } from '../../kernel/index.ts';
import { type Amounts, type Claim, highest, nothing, plus } from './calendar.ts';

/** The most that is claimed at any one instant of [from, until). */
export interface Slot {
  readonly from: Instant;
  readonly until: Instant;
  readonly peak: Amounts;
}

/** What is taken from one change to the next. */
interface Level {
  readonly from: number;
  readonly until: number;
  readonly used: Amounts;
}

/**
 * The peak within each slot. The levels are found in one walk over all changes: asking for the peak of every slot by
 * itself grows with the square of the bookings.
 */
export function slotPeaks(claims: readonly Claim[], wanted: readonly Omit<Slot, 'peak'>[]): readonly Slot[] {
  const levels = levelsOf(claims);
  return wanted.map(({ from, until }) => {
    const within = levels.filter((level) => level.from < until && level.until > from);
    return { from, until, peak: within.reduce((peak, { used }) => highest(peak, used), nothing) };
  });
}

function levelsOf(claims: readonly Claim[]): readonly Level[] {
  // All changes of one instant together: what ends then makes room for what begins.
  const changes = new Map<number, Amounts>();
  const change = (at: number, by: Amounts): unknown => changes.set(at, plus(changes.get(at) ?? nothing, by));
  for (const { from, until, amounts } of claims) {
    if (until <= from) continue;
    change(from, amounts);
    change(until, negated(amounts));
  }
  const instants = [...changes.keys()].toSorted((a, b) => a - b);
  let used = nothing;
  return instants.map((from, index) => {
    used = plus(used, changes.get(from) ?? nothing);
    return { from, until: instants[index + 1] ?? Number.POSITIVE_INFINITY, used };
  });
}

function negated({ cpuCores, memoryMiB, storageGiB, nodes }: Amounts): Amounts {
  return { cpuCores: -cpuCores, memoryMiB: -memoryMiB, storageGiB: -storageGiB, nodes: -nodes };
}
