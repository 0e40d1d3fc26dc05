import type { VNode } from 'preact';
import { type BulkPlan, type BulkResult, leftOutWords, type Target } from '../lib/bulk.ts';
import type { Tone } from '../lib/tones.ts';
import { Badge } from './status-badge.tsx';

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
} as const satisfies Record<BulkResult['state'], Tone>;

function detailOf(result: BulkResult): string | undefined {
  if (result.state === 'failed') return `${result.trouble.title}: ${result.trouble.detail}`;
  return result.state === 'done' ? result.words : undefined;
}

function Result({ result }: { readonly result: BulkResult | undefined }): VNode | null {
  if (result === undefined) return null;
  return (
    <>
      <Badge tone={resultTones[result.state]} text={resultWords[result.state]} />{' '}
      <span class="small">{detailOf(result)}</span>
    </>
  );
}

interface ListProps<Item extends Target> {
  readonly plan: BulkPlan<Item>;
  readonly noun: string;
  readonly nameOf: (item: Item) => VNode;
}

interface TargetsProps<Item extends Target> extends ListProps<Item> {
  readonly results: ReadonlyMap<string, BulkResult>;
}

/** Who is told, what it touches there, and then what became of it. */
export function BulkTargets<Item extends Target>({ plan, results, noun, nameOf }: TargetsProps<Item>): VNode {
  if (plan.can.length === 0) return <p class="mb-2">None of the chosen {noun}s can be given this order now.</p>;
  return (
    <ul class="bulk-list" aria-label="Who is told">
      {plan.can.map(({ item, impact }) => (
        <li key={item.id}>
          {nameOf(item)} <span class="small text-body-secondary">{impact}</span>{' '}
          <Result result={results.get(item.id)} />
        </li>
      ))}
    </ul>
  );
}

/** Who is not, and why. */
export function BulkLeftOut<Item extends Target>({ plan, noun, nameOf }: ListProps<Item>): VNode | null {
  if (plan.cannot.length === 0) return null;
  return (
    <details open={plan.cannot.length <= 5} class="mb-2">
      <summary>{leftOutWords(plan.cannot.length, noun)}</summary>
      <ul class="bulk-list" aria-label="Who is left out">
        {plan.cannot.map(({ item, why }) => (
          <li key={item.id}>
            {nameOf(item)} <span class="small text-body-secondary">{why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
