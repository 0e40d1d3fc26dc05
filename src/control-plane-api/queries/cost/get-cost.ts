import { CostQuestion, CostReport } from '@lcm/core/contracts/cost';
import type { Clock } from '@lcm/core/kernel';
import { costReport } from '../../application/cost-report.ts';
import { everyWorker } from '../../application/every-worker.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const getCost = defineQuery({
  name: 'GetCost',
  summary:
    'What the workers have cost by list prices, by worker, template, region or month, and what stopping them saved',
  allow: 'worker:read',
  input: CostQuestion,
  output: CostReport,
  async handle(question, _caller, { views, clock }: Deps) {
    const workers = everyWorker(views);
    return costReport(question, workers, clock.now());
  },
});
