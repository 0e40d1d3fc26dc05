import type { CostFigures, CostGroup, CostQuestion, CostReport, CostRow } from '@lcm/core/contracts/cost';
import { volumePriceOf } from '@lcm/core/domain/instance-type';
import { monthOf, type Worker } from '@lcm/core/domain/worker';
import { type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import { addFigures, costBasis, monthsOf, noFigures } from './cost-figures.ts';
import type { Rejection } from './operation.ts';

const groupOf = {
  worker: ({ id, name }) => [id, name],
  template: ({ template }) => [template, template === '' ? 'by hand' : template],
  region: ({ spec }) => [spec.region, spec.region],
  month: (_worker, month) => [month, month],
} as const satisfies Record<CostGroup, (worker: Worker, month: string) => readonly [string, string]>;

/** What the fleet has cost, those workers too that have ended; the dearest first, months in their order. */
export function costReport(
  { by, ...range }: CostQuestion,
  workers: readonly Worker[],
  now: Instant,
): Result<CostReport, Rejection> {
  const to = range.to ?? later(monthOf(now), range.from);
  const from = range.from ?? to;
  if (from > to) {
    const message = `from: ${from} is after ${to}`;
    return reject({ code: 'request.unprocessable', message, details: { fields: [{ field: 'from', message }] } });
  }
  const parts = workers.flatMap((worker) =>
    monthsOf(worker, now)
      .filter(([month]) => month >= from && month <= to)
      .map(([month, figures]) => ({ worker, group: groupOf[by](worker, month), figures })),
  );
  return ok({
    from,
    to,
    by,
    items: rowsOf(parts).toSorted(by === 'month' ? byKey : byTotal),
    total: parts.map(({ figures }) => figures).reduce(addFigures, noFigures),
    unpricedRegions: [...new Set(parts.map(({ worker }) => worker.spec.region))].filter(hasNoPrice).toSorted(),
    basis: costBasis,
  });
}

interface Part {
  readonly worker: Worker;
  readonly group: readonly [string, string];
  readonly figures: CostFigures;
}

function rowsOf(parts: readonly Part[]): CostRow[] {
  const groups = Map.groupBy(parts, ({ group: [key] }) => key);
  return [...groups.entries()].map(([key, members]) => ({
    key,
    name: members[0]?.group[1] ?? key,
    workers: new Set(members.map(({ worker }) => worker.id)).size,
    ...members.map(({ figures }) => figures).reduce(addFigures, noFigures),
  }));
}

function later(month: string, from: string | undefined): string {
  return from !== undefined && from > month ? from : month;
}

function hasNoPrice(region: string): boolean {
  return volumePriceOf(region) === undefined;
}

function byKey(a: CostRow, b: CostRow): number {
  return a.key < b.key ? -1 : 1;
}

function byTotal(a: CostRow, b: CostRow): number {
  return b.totalUsd - a.totalUsd || (a.name < b.name ? -1 : 1);
}
