import { CostQuestion, type CostReport } from '@lcm/core/contracts/cost';
import { type Clock, ok } from '@lcm/core/kernel';
import { costReport } from '../../application/cost-report.ts';
import { csvLine } from '../../application/csv.ts';
import { everyWorker } from '../../application/every-worker.ts';
import { defineDownload } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const exportCost = defineDownload({
  name: 'ExportCost',
  summary: 'The same as a file for a spreadsheet',
  allow: 'worker:read',
  input: CostQuestion,
  types: ['text/csv'],
  async handle(question, _caller, { views, clock }: Deps) {
    const workers = everyWorker(views);
    const report = costReport(question, workers, clock.now());
    if (!report.ok) return report;
    const { from, to, by } = report.value;
    const name = `cost-by-${by}-${from}${from === to ? '' : `-${to}`}.csv`;
    return ok({ type: 'text/csv', name, chunks: linesOf(report.value) });
  },
});

async function* linesOf({ by, items }: CostReport): AsyncGenerator<string> {
  const figures = ['hours ran', 'hours existed', 'host USD', 'volume USD', 'total USD', 'always on USD', 'saved USD'];
  yield csvLine([by, 'name', 'workers', ...figures]);
  for (const { key, name, workers, ranMs, existedMs, ...usd } of items) {
    const money = [usd.hostUsd, usd.volumeUsd, usd.totalUsd, usd.alwaysOnUsd, usd.savedUsd];
    yield csvLine([key, name, workers, round(ranMs / 3_600_000), round(existedMs / 3_600_000), ...money.map(round)]);
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
