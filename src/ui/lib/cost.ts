import { type Spending, spendingOf } from '@lcm/core/domain/worker';
import { fromIso, type Instant, instant } from '@lcm/core/kernel';
import { formatUsd } from './format.ts';
import type { Template, Worker } from './views.ts';

/** Of this month, by workers that have ended too: spent by now, and booked until its end. */
export function monthOfWorkers(workers: readonly Worker[], now: number): Spending {
  const read = workers.map(({ cost, spec, reservations }) => ({
    spec,
    cost: cost && {
      ...cost,
      since: fromIso(cost.since),
      runsSince: time(cost.runsSince),
      existsSince: time(cost.existsSince),
    },
    reservations: Object.fromEntries(
      Object.entries(reservations).map(([id, { from, until }]) => [id, { from: fromIso(from), until: fromIso(until) }]),
    ),
  }));
  return spendingOf(read, instant(now));
}

export function monthOfTemplate(name: string, workers: readonly Worker[], now: number): Spending {
  const made = workers.filter(({ template }) => template === name);
  return monthOfWorkers(made, now);
}

/** Why a template's budget needs a person; undefined when it does not. */
export function budgetProblem(
  { name, monthlyBudgetUsd }: Template,
  workers: readonly Worker[],
  now: number,
): { readonly why: string; readonly severity: 'danger' | 'warning' } | undefined {
  if (monthlyBudgetUsd === undefined) return undefined;
  const { spentUsd, bookedUsd } = monthOfTemplate(name, workers, now);
  const budget = `${formatUsd(monthlyBudgetUsd)} for this month`;
  if (spentUsd > monthlyBudgetUsd) {
    return { why: `Has cost ${formatUsd(spentUsd)} of ${budget}: no new worker is made`, severity: 'danger' };
  }
  const forecast = spentUsd + bookedUsd;
  if (forecast <= monthlyBudgetUsd) return undefined;
  return { why: `With what is booked it will cost ${formatUsd(forecast)} of ${budget}`, severity: 'warning' };
}

function time(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : fromIso(text);
}
