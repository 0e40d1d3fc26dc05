import { WorkerMetrics, WorkerMetricsQuery } from '@lcm/core/contracts/metrics';
import { type Clock, instant, ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import type { Measurements } from '../../application/measurements.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly measurements: Measurements;
  readonly views: Views;
  readonly clock: Clock;
}

const hourMs = 3_600_000;

export const getWorkerMetrics = defineQuery({
  name: 'GetWorkerMetrics',
  summary: 'What was measured of a worker: now, and over a time',
  allow: 'worker:read',
  input: WorkerMetricsQuery,
  output: WorkerMetrics,
  async handle({ workerId, points, ...span }, _caller, { measurements, views, clock }: Deps) {
    if (views.get('worker', workerId) === undefined) return reject(unknown('worker', workerId));
    const to = span.to ?? clock.now();
    const from = span.from ?? instant(to - hourMs);
    if (from >= to) return reject({ code: 'metrics.invalid', message: '`from` must be before `to`.' });
    const [current, samples] = await Promise.all([
      measurements.current(workerId),
      measurements.history({ workerId, from, until: instant(to + 1), points }),
    ]);
    return ok({ workerId, from, to, current, samples: [...samples], keptDays: measurements.keptDays });
  },
});
