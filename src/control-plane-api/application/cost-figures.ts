import type { CostFigures } from '@lcm/core/contracts/cost';
import { addSpent, nothingSpent, type Spent, spentBy, totalUsd, type Worker } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';

/** Said with every figure: nobody shall take it for the bill. */
export const costBasis =
  'Estimate by list prices on demand for Linux: each start by the second and at least a minute, volumes by the GiB-month ' +
  'of 30 days; without taxes, traffic, snapshots and discounts.';

/** What a worker has cost in each month up to an instant. */
export function monthsOf({ cost, spec }: Worker, now: Instant): readonly (readonly [string, CostFigures])[] {
  if (cost === undefined) return [];
  return Object.entries(spentBy(cost, spec, now))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, spent]) => [month, figuresOf(spent, spec.hourlyCostUsd)]);
}

function figuresOf(spent: Spent, hourlyCostUsd: number): CostFigures {
  const total = totalUsd(spent);
  const alwaysOn = (spent.existedMs / 3_600_000) * hourlyCostUsd + spent.volumeUsd;
  // A run that lasted less than EC2's least is billed longer than it was there.
  const alwaysOnUsd = Math.max(alwaysOn, total);
  return { ...spent, totalUsd: total, alwaysOnUsd, savedUsd: alwaysOnUsd - total };
}

export const noFigures: CostFigures = { ...nothingSpent, totalUsd: 0, alwaysOnUsd: 0, savedUsd: 0 };

export function addFigures(a: CostFigures, b: CostFigures): CostFigures {
  return {
    ...addSpent(a, b),
    totalUsd: a.totalUsd + b.totalUsd,
    alwaysOnUsd: a.alwaysOnUsd + b.alwaysOnUsd,
    savedUsd: a.savedUsd + b.savedUsd,
  };
}
