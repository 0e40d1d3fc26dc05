import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatDuration, humanize } from '../lib/format.ts';
import { pipelineTitles } from '../lib/session-words.ts';
import { useLoad } from '../lib/use-load.ts';
import type { PipelineRuns, Session } from '../lib/views.ts';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { Badge } from './status-badge.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

type Run = PipelineRuns['runs'][number];
type Attempt = Run['attempts'][number];

const tones = { running: 'wait', done: 'good', failed: 'bad', skipped: 'off', 'broken-off': 'off' } as const;

function Took({ from, until }: { readonly from: string; readonly until: string | undefined }): VNode {
  return (
    <>
      <Time at={from} />
      {until !== undefined && <> · {formatDuration(Date.parse(until) - Date.parse(from))}</>}
    </>
  );
}

function AttemptLine({ attempt }: { readonly attempt: Attempt }): VNode {
  const { step, number, status, startedAt, endedAt, message, by } = attempt;
  return (
    <li class="mb-1 text-break">
      <Badge tone={tones[status]} text={humanize(status)} /> {humanize(step)}
      {number > 1 && `, attempt ${number}`} · <Took from={startedAt} until={endedAt} />
      {by !== undefined && (
        <>
          {' '}
          · by <Person id={by} />
        </>
      )}
      {message !== '' && (
        <div class="text-body-secondary">
          <Words text={message} />
        </div>
      )}
    </li>
  );
}

function RunItem({ run }: { readonly run: Run }): VNode {
  const { pipeline, number, result, startedAt, endedAt, reason, attempts } = run;
  return (
    <li class="mb-2">
      <details>
        <summary>
          <Badge tone={tones[result]} text={humanize(result)} /> {pipelineTitles[pipeline]}
          {number > 1 && ` (${number})`} · <Took from={startedAt} until={endedAt} />
        </summary>
        {reason !== undefined && (
          <p class="mb-1 text-break">
            <Words text={reason} />
          </p>
        )}
        <ol class="list-unstyled small ms-3 mt-1 mb-0">
          {attempts.map((attempt) => (
            <AttemptLine key={`${attempt.step} ${attempt.startedAt} ${attempt.number}`} attempt={attempt} />
          ))}
        </ol>
      </details>
    </li>
  );
}

/** Each run of each pipeline with every attempt: the steps above show only the last of them. */
export function RunsCard({ session }: { readonly session: Session }): VNode | null {
  const { api } = useApp();
  const { value, trouble } = useLoad(`${session.id}@${session.version}`, async () => api.pipelineRuns(session.id));
  if (trouble === undefined && (value === undefined || value.runs.length === 0)) return null;
  return (
    <Card title="Runs">
      {trouble !== undefined && <TroubleNote trouble={trouble} />}
      <ul class="list-unstyled mb-0">
        {value?.runs.toReversed().map((run) => (
          <RunItem key={`${run.pipeline} ${run.number}`} run={run} />
        ))}
      </ul>
    </Card>
  );
}
