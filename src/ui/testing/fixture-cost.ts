import { WorkerId } from '@lcm/core/domain/worker';
import type { CostReport, Worker, WorkerCost } from '../lib/views.ts';

const hour = 3_600_000;
const basis = 'Estimate by list prices on demand for Linux; without taxes, traffic, snapshots and discounts.';

function figures(ran: number, existed: number, usdPerHour: number) {
  const [hostUsd, volumeUsd] = [ran * usdPerHour, existed * 0.03];
  const [totalUsd, alwaysOnUsd] = [hostUsd + volumeUsd, existed * usdPerHour + volumeUsd];
  const money = { hostUsd, volumeUsd, totalUsd, alwaysOnUsd, savedUsd: alwaysOnUsd - totalUsd };
  return { ranMs: ran * hour, existedMs: existed * hour, ...money };
}

export const costReport: CostReport = {
  from: '2026-11',
  to: '2026-11',
  by: 'worker',
  items: [
    { key: 'wkr_1', name: 'metal-1', workers: 1, ...figures(212, 480, 3.96) },
    { key: 'wkr_2', name: 'metal-2', workers: 1, ...figures(96, 480, 3.96) },
    { key: 'wkr_4', name: 'small-1', workers: 1, ...figures(40, 300, 0.33) },
  ],
  total: figures(348, 1260, 3.5),
  unpricedRegions: [],
  basis,
};

export function workerCost(now: number): WorkerCost {
  const at = (hours: number): string => new Date(now + hours * hour).toISOString();
  const cause = (hours: number, version: number, [reason, by]: readonly [string, string]) => ({
    at: at(hours),
    version: version + 1,
    reason,
    decision: { version, operation: 'AskWorker', by, at: at(hours) },
  });
  return {
    workerId: WorkerId.parse('wkr_1'),
    hourlyCostUsd: 3.96,
    volumeMonthUsd: 20.48,
    total: figures(212, 480, 3.96),
    months: [{ month: '2026-11', ...figures(212, 480, 3.96) }],
    runs: [
      { launch: 1, from: at(-1), usd: 3.96, began: cause(-1, 41, ['a session is booked on it', 'resource-scheduler']) },
      {
        launch: 1,
        from: at(-9),
        until: at(-3),
        usd: 23.76,
        began: cause(-9, 30, ['created by Ada', 'Ada']),
        ended: cause(-3, 36, ['nobody has used it for 60 min', 'resource-scheduler']),
      },
    ],
    basis,
  };
}

/** What a worker that has been there for long remembers. */
export function costHistory(at: (minutes: number) => string): Pick<Worker, 'cost' | 'boots'> {
  const spent = { ranMs: 90 * 3_600_000, hostUsd: 356.4, existedMs: 400 * 3_600_000, volumeUsd: 11.4 };
  const cost = { since: at(-30_000), starts: 9, runsSince: at(-60), existsSince: at(-30_000) };
  const boot = (kind: 'launch' | 'restart', took: number) => ({ kind, from: at(-500), ms: took * 60_000 });
  return {
    cost: { ...cost, months: { [at(0).slice(0, 7)]: spent } },
    boots: { recent: [boot('restart', 6.5), boot('restart', 7.2), boot('launch', 14)] },
  };
}
