import type { PipelineName } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatClock, formatDuration, humanize } from '../lib/format.ts';
import { type GanttRow, pipelineTitles } from '../lib/session-words.ts';
import { Badge } from './status-badge.tsx';
import { Elapsed, Time } from './time.tsx';
import { Words } from './words.tsx';

const tones = { running: 'wait', done: 'good', failed: 'bad', skipped: 'off', waiting: 'off' } as const;

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Each pipeline has its own scale: hours of work lie between preparing and collecting. */
function spanOf(rows: readonly GanttRow[], now: number): Span {
  const starts = rows.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = rows.flatMap(({ startedAt, endedAt }) => endedAt ?? (startedAt === undefined ? [] : now));
  const from = Math.min(...starts, now);
  return { from, until: Math.max(...ends, from + 1000) };
}

function Bar({ row, span, now }: { readonly row: GanttRow; readonly span: Span; readonly now: number }): VNode | null {
  if (row.startedAt === undefined) return null;
  const total = span.until - span.from;
  const left = ((row.startedAt - span.from) / total) * 100;
  const width = (((row.endedAt ?? now) - row.startedAt) / total) * 100;
  return <div class={`gantt-bar gantt-${row.status}`} style={{ left: `${left}%`, width: `max(4px, ${width}%)` }} />;
}

/** What somebody may do about a step. */
type Actions = (row: GanttRow) => VNode | null;

interface StepProps {
  readonly row: GanttRow;
  readonly span: Span;
  readonly now: number;
  readonly actions: Actions;
}

function Step({ row, span, now, actions }: StepProps): VNode {
  return (
    <li class="gantt-row">
      <div class="gantt-name">
        <Badge tone={tones[row.status]} text={humanize(row.status)} /> {humanize(row.step)}
        {row.attempts > 1 && row.outlook === undefined && (
          <span class="text-body-secondary"> · attempt {row.attempts}</span>
        )}
      </div>
      <div class="gantt-at">
        {row.startedAt !== undefined && (
          <>
            <span class="visually-hidden">began </span>
            {formatClock(row.startedAt)}
          </>
        )}
      </div>
      <div class="gantt-track" aria-hidden="true">
        <Bar row={row} span={span} now={now} />
      </div>
      <div class="gantt-time">
        {row.startedAt === undefined ? '–' : <Elapsed from={row.startedAt} until={row.endedAt} />}
      </div>
      <Said row={row} />
      {actions(row)}
    </li>
  );
}

/** What it did, failed with or waits for, and what comes next. */
function Said({ row: { message, outlook } }: { readonly row: GanttRow }): VNode | null {
  if (message === '' && outlook === undefined) return null;
  return (
    <div class="gantt-message">
      <Words text={message} />
      {message !== '' && outlook !== undefined && ' · '}
      {outlook !== undefined && <Words text={outlook} />}
    </div>
  );
}

interface PipelineProps {
  readonly name: PipelineName;
  readonly rows: readonly GanttRow[];
  readonly actions: Actions;
}

function PipelineSteps({ name, rows, actions }: PipelineProps): VNode {
  const running = rows.some(({ startedAt, endedAt }) => startedAt !== undefined && endedAt === undefined);
  const app = useApp();
  const now = running ? app.now.value : app.now.peek();
  const span = spanOf(rows, now);
  const started = rows.some(({ startedAt }) => startedAt !== undefined);
  return (
    <>
      <h3 class="h6 gantt-heading">
        {pipelineTitles[name]}
        {started && (
          <span class="text-body-secondary fw-normal">
            {' '}
            · {formatDuration(span.until - span.from)} from <Time at={new Date(span.from).toISOString()} />
          </span>
        )}
      </h3>
      <ol class="gantt">
        {rows.map((row) => (
          <Step key={row.step} row={row} span={span} now={now} actions={actions} />
        ))}
      </ol>
    </>
  );
}

/** The steps of every pipeline over time, with attempts, durations and what each has to say. */
export function Gantt({ rows, actions }: { readonly rows: readonly GanttRow[]; readonly actions: Actions }): VNode {
  const names = [...new Set(rows.map(({ pipeline }) => pipeline))];
  return (
    <>
      {names.map((name) => (
        <PipelineSteps
          key={name}
          name={name}
          rows={rows.filter(({ pipeline }) => pipeline === name)}
          actions={actions}
        />
      ))}
    </>
  );
}
