import type { VNode } from 'preact';
import { nextMinute } from '../lib/booking-form.ts';
import type { Loaded } from '../lib/use-load.ts';
import type { Verdict } from '../lib/views.ts';
import { Loading } from './page.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { VerdictView } from './verdict-view.tsx';

export interface DryRunAnswerProps {
  readonly answer: Loaded<Verdict>;
  readonly fault: string | undefined;
  /** As asked; without it, as soon as possible. */
  readonly start: string | undefined;
  readonly durationMinutes: number;
  readonly onTake: (at: number) => void;
}

function Interval({
  verdict,
  start,
  durationMinutes,
}: Pick<DryRunAnswerProps, 'start' | 'durationMinutes'> & { readonly verdict: Verdict }): VNode | null {
  // The summary begins with the name of the worker that it is about.
  const worker = verdict.workers.find(({ fits, name }) => fits && verdict.summary.startsWith(name));
  const from = start ?? verdict.earliestStart ?? worker?.earliestStart;
  if (!verdict.placed || from === undefined) return null;
  const until = new Date(Date.parse(from) + durationMinutes * 60_000).toISOString();
  return (
    <p class="mb-2">
      <strong>{worker?.name ?? 'A new worker'}</strong> from <Time at={from} /> to <Time at={until} />
    </p>
  );
}

function FromWhere({ verdict: { lab } }: { readonly verdict: Verdict }): VNode | null {
  if (lab === undefined) return null;
  return (
    <p class="mb-2 text-body-secondary">
      {lab === 'warm'
        ? 'A lab is kept ready there: it starts from that one, if it still waits then.'
        : 'Its lab is imported for it.'}
    </p>
  );
}

function TakeEarliest({
  verdict,
  onTake,
}: Pick<DryRunAnswerProps, 'onTake'> & { readonly verdict: Verdict }): VNode | null {
  const { earliestStart, placed } = verdict;
  if (placed || earliestStart === undefined) return null;
  const at = nextMinute(Date.parse(earliestStart));
  return (
    <button type="button" class="btn btn-sm btn-success mb-2" onClick={() => onTake(at)}>
      Take <Time at={new Date(at).toISOString()} /> instead
    </button>
  );
}

function Answer({ answer, start, durationMinutes, onTake }: DryRunAnswerProps): VNode {
  const { value: verdict, trouble, loading } = answer;
  if (trouble !== undefined) return <TroubleNote trouble={trouble} />;
  if (verdict === undefined) return <Loading what="the scheduler's answer" />;
  return (
    <div class={loading ? 'opacity-50' : ''}>
      <Interval verdict={verdict} start={start} durationMinutes={durationMinutes} />
      <FromWhere verdict={verdict} />
      <TakeEarliest verdict={verdict} onTake={onTake} />
      <VerdictView verdict={verdict} />
    </div>
  );
}

/** What the scheduler would answer, before anything is booked. */
export function DryRunAnswer(props: DryRunAnswerProps): VNode {
  const { answer, fault } = props;
  return (
    <div class="dry-run" aria-live="polite" aria-busy={answer.loading}>
      <h3 class="h6">Dry run</h3>
      {fault === undefined ? <Answer {...props} /> : <p class="mb-0">{fault}</p>}
    </div>
  );
}
