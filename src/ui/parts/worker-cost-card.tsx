import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatMonth, formatUsd, plural } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Worker, WorkerCost } from '../lib/views.ts';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Elapsed, Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

const shownRuns = 5;

type Run = WorkerCost['runs'][number];

function RunLine({ from, until, usd, began, ended }: Run): VNode {
  return (
    <li class="mb-1">
      {formatUsd(usd)}: <Time at={from} /> for{' '}
      <Elapsed from={Date.parse(from)} until={until === undefined ? undefined : Date.parse(until)} />
      {until === undefined ? ' so far' : ''}
      <div class="small text-body-secondary">
        began: <Words text={began.reason} /> ({began.decision.by}, change {began.decision.version})
        {ended && (
          <>
            ; ended: <Words text={ended.reason} /> ({ended.decision.by}, change {ended.decision.version})
          </>
        )}
      </div>
    </li>
  );
}

/** What this worker has cost, run by run, each with the decisions that began and ended it. */
export function WorkerCostCard({ worker }: { readonly worker: Worker }): VNode | null {
  const { api, now } = useApp();
  const { cost } = worker;
  const minute = Math.floor(now.value / 60_000);
  const key = cost === undefined ? undefined : `${worker.id}@${worker.version}@${minute}`;
  const { value, trouble } = useLoad(key, async () => api.workerCost(worker.id));
  if (cost === undefined) return null;
  return (
    <Card title="Cost">
      <TroubleNote trouble={trouble} />
      {value !== undefined && <CostFacts cost={value} />}
    </Card>
  );
}

function CostFacts({ cost }: { readonly cost: WorkerCost }): VNode {
  const { total, months, runs, hourlyCostUsd, volumeMonthUsd } = cost;
  const month = months.at(-1);
  return (
    <>
      <Facts
        items={[
          ['So far', `${formatUsd(total.totalUsd)} in ${plural(runs.length, 'run')}`],
          [month === undefined ? '' : formatMonth(month.month), month && formatUsd(month.totalUsd)],
          ['An hour', `${formatUsd(hourlyCostUsd)} while it runs`],
          ['Its volume', volumeMonthUsd === undefined ? 'price not known' : `${formatUsd(volumeMonthUsd)} a month`],
          ['Saved by stops', formatUsd(total.savedUsd)],
        ]}
      />
      <ul class="list-unstyled my-2">
        {runs.slice(0, shownRuns).map((run) => (
          <RunLine key={run.from} {...run} />
        ))}
      </ul>
      {runs.length > shownRuns && <p class="mb-1">and {runs.length - shownRuns} earlier</p>}
      <p class="small text-body-secondary mb-0">{cost.basis}</p>
    </>
  );
}
