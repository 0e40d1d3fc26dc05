import type { VNode } from 'preact';
import type { BulkPlan, BulkResult } from '../lib/bulk.ts';
import { plural } from '../lib/format.ts';
import { WorkerBadge } from './status-badge.tsx';

const resultWords = {
  waiting: 'waits',
  running: 'under way',
  done: 'done',
  left: 'left as it was',
  failed: 'failed',
} as const satisfies Record<BulkResult['state'], string>;

const resultTones = {
  waiting: 'off',
  running: 'wait',
  done: 'good',
  left: 'off',
  failed: 'bad',
} as const satisfies Record<BulkResult['state'], string>;

function Result({ result }: { readonly result: BulkResult | undefined }): VNode | null {
  if (result === undefined) return null;
  return (
    <>
      <span class={`status status-${resultTones[result.state]}`}>{resultWords[result.state]}</span>
      {result.state === 'failed' && (
        <span class="small">
          {' '}
          {result.trouble.title}: {result.trouble.detail}
        </span>
      )}
    </>
  );
}

/** Who is told, what it touches there, and then what became of it. */
export function BulkWorkers({
  plan,
  results,
}: {
  readonly plan: BulkPlan;
  readonly results: ReadonlyMap<string, BulkResult>;
}): VNode {
  if (plan.can.length === 0) return <p class="mb-2">None of the chosen workers can be given this order now.</p>;
  return (
    <ul class="bulk-list" aria-label="Who is told">
      {plan.can.map(({ worker, impact }) => (
        <li key={worker.id}>
          <strong>{worker.name}</strong> <WorkerBadge status={worker.status} />{' '}
          <span class="small text-body-secondary">{impact}</span> <Result result={results.get(worker.id)} />
        </li>
      ))}
    </ul>
  );
}

/** Who is not, and why. */
export function BulkLeftOut({ plan }: { readonly plan: BulkPlan }): VNode | null {
  if (plan.cannot.length === 0) return null;
  return (
    <details open={plan.cannot.length <= 5}>
      <summary>{plural(plan.cannot.length, 'worker is', 'workers are')} left out</summary>
      <ul class="bulk-list" aria-label="Who is left out">
        {plan.cannot.map(({ worker, why }) => (
          <li key={worker.id}>
            <strong>{worker.name}</strong> <WorkerBadge status={worker.status} />{' '}
            <span class="small text-body-secondary">{why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
