import type { VNode } from 'preact';
import type { ProgressStep } from '../lib/worker-progress.ts';
import { Elapsed, Time } from './time.tsx';

const marks = { done: '✓', current: '…', waiting: '○', failed: '✗' } as const;
const words = { done: 'done', current: 'under way', waiting: 'still to come', failed: 'failed' } as const;

function When({ step, before }: { readonly step: ProgressStep; readonly before: number | undefined }): VNode | null {
  if (step.at !== undefined) return <Time at={new Date(step.at).toISOString()} />;
  if (step.state !== 'current' || before === undefined) return null;
  return (
    <>
      under way, <Elapsed from={before} until={undefined} />
    </>
  );
}

/** The way up of a worker, step by step, with the time each was reached. */
export function WorkerSteps({ steps }: { readonly steps: readonly ProgressStep[] }): VNode {
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li key={step.name} class={`steps-${step.state}`} aria-current={step.state === 'current' ? 'step' : undefined}>
          <span class="steps-mark" aria-hidden="true">
            {marks[step.state]}
          </span>
          <span>{step.name}</span>
          <span class="visually-hidden"> {words[step.state]} </span>
          <span class="small text-body-secondary">
            <When step={step} before={steps[index - 1]?.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
