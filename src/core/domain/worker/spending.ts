import type { Instant } from '../../kernel/index.ts';
import { monthEnd, monthOf, nothingSpent, spentBy, totalUsd } from './cost.ts';
import type { Worker } from './worker.ts';

/** A month's money: what is spent by now, and what the hosts cost for what is booked on them until its end. */
export interface Spending {
  readonly spentUsd: number;
  readonly bookedUsd: number;
}

type Booked = Pick<Worker, 'cost' | 'spec'> & {
  readonly reservations: Readonly<Record<string, { readonly from: Instant; readonly until: Instant }>>;
};

const hourMs = 3_600_000;

/** Of this month; reservations that overlap need their host once. */
export function spendingOf(workers: readonly Booked[], now: Instant): Spending {
  const month = monthOf(now);
  const end = monthEnd(month);
  let spentUsd = 0;
  let bookedUsd = 0;
  for (const { cost, spec, reservations } of workers) {
    spentUsd += cost === undefined ? 0 : totalUsd(spentBy(cost, spec, now)[month] ?? nothingSpent);
    bookedUsd += (bookedMs(Object.values(reservations), now, end) / hourMs) * spec.hourlyCostUsd;
  }
  return { spentUsd, bookedUsd };
}

function bookedMs(
  reservations: readonly { readonly from: Instant; readonly until: Instant }[],
  from: Instant,
  until: Instant,
): number {
  let covered: number = from;
  let sum = 0;
  for (const each of reservations.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(covered, each.from);
    const end = Math.min(until, each.until);
    if (end <= begin) continue;
    sum += end - begin;
    covered = end;
  }
  return sum;
}
