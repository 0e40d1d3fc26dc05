import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { monthOfWorkers } from '../lib/cost.ts';
import { formatDuration, formatUsd, plural } from '../lib/format.ts';
import { type SavedTimes, savedByFleet, savedByWorker } from '../lib/idle.ts';
import { paths } from '../lib/paths.ts';
import type { Worker } from '../lib/views.ts';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Elapsed, Time } from './time.tsx';
import { Words } from './words.tsx';

const minuteMs = 60_000;

/** Coarse enough not to draw everything each second. */
function useMinute(): number {
  return Math.floor(useApp().now.value / 10_000) * 10_000;
}

function amount({ ms, usd }: SavedTimes['total']): string {
  const time = formatDuration(ms < minuteMs ? ms : Math.floor(ms / minuteMs) * minuteMs);
  return `${formatUsd(usd)} (${time})`;
}

function Estimate(): VNode {
  return (
    <p class="small text-body-secondary mb-0">
      Time stopped because nobody used it, at the list price of its instance: an estimate. Stops by people are not
      counted. Days and months by UTC.
    </p>
  );
}

/** What stopping this worker while nobody used it has saved, stop by stop. */
export function SavedCard({ worker }: { readonly worker: Worker }): VNode | null {
  const now = useMinute();
  const { savings } = worker;
  if (savings === undefined) return null;
  const { total, day, month } = savedByWorker(worker, now);
  return (
    <Card title="Saved">
      <Facts
        items={[
          [
            'In all',
            <span key="all">
              {amount(total)} since <Time at={savings.since} />
            </span>,
          ],
          ['Today', amount(day)],
          ['This month', amount(month)],
          ['By itself', `${plural(savings.stops, 'stop')}, ${plural(savings.starts, 'start')} for sessions`],
        ]}
      />
      <ul class="list-unstyled my-2">
        {savings.recent.map(({ decidedAt, by, reason, from, until }) => (
          <li key={from} class="mb-1">
            <Time at={decidedAt} /> for{' '}
            <Elapsed from={Date.parse(from)} until={until === undefined ? undefined : Date.parse(until)} />
            {until === undefined ? ' so far' : ''}: <Words text={reason} />{' '}
            <span class="text-body-secondary">({by})</span>
          </li>
        ))}
      </ul>
      <Estimate />
    </Card>
  );
}

/** What runs costs now, and what was saved across the fleet. */
export function CostCard({ workers }: { readonly workers: readonly Worker[] }): VNode {
  const now = useMinute();
  const { day, month } = savedByFleet(workers, now);
  const { spentUsd, bookedUsd } = monthOfWorkers(workers, now);
  const up = workers.filter(({ status }) => status === 'running' || status === 'draining');
  const perHour = up.reduce((sum, { spec }) => sum + spec.hourlyCostUsd, 0);
  return (
    <Card title="Cost">
      <Facts
        items={[
          ['Now', `${formatUsd(perHour)} an hour for ${plural(up.length, 'running worker')}`],
          [
            'This month',
            <span key="month">
              <a href={paths.cost()}>{formatUsd(spentUsd)}</a> so far, {formatUsd(bookedUsd)} more booked
            </span>,
          ],
          ['Saved today', amount(day)],
          ['Saved this month', amount(month)],
        ]}
      />
      <Estimate />
    </Card>
  );
}
