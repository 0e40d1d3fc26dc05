import { whyNot } from '@lcm/core/domain/access';
import { type SettingEntry, settingsTable } from '@lcm/core/domain/settings';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatDuration, humanize } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import type { JobStatus } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { JobScheduleDialog } from './job-schedule-dialog.tsx';
import { RunBadge } from './status-badge.tsx';
import { Ago, Countdown } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

function LastRun({ job: { lastRun } }: { readonly job: JobStatus }): VNode {
  if (lastRun === undefined) return <span class="text-body-secondary">never</span>;
  const { outcome, startedAt, endedAt, summary } = lastRun;
  return (
    <>
      <RunBadge status={outcome} /> <Ago at={endedAt} />, took{' '}
      {formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}
      <div class="small">
        <Words text={summary} />
      </div>
    </>
  );
}

function NextRun({ job }: { readonly job: JobStatus }): VNode {
  if (job.triggeredAt !== undefined) return <span>asked for</span>;
  if (!job.enabled) return <span class="text-body-secondary">switched off</span>;
  if (job.nextRunAt === undefined) return <span class="text-body-secondary">when somebody leads</span>;
  return (
    <>
      in <Countdown until={job.nextRunAt} />
    </>
  );
}

function Interval({ job: { everyMs, setting } }: { readonly job: JobStatus }): VNode {
  const entry: SettingEntry | undefined = setting && settingsTable[setting];
  if (entry === undefined) return <>{formatDuration(everyMs)}</>;
  return (
    <a href={paths.settings()} title={`Setting: ${entry.label}`}>
      {formatDuration(everyMs)}
    </a>
  );
}

function JobOrders({ job }: { readonly job: JobStatus }): VNode {
  const { api, me, announce } = useApp();
  const asked = useSignal(false);
  const run = useAction(async () => {
    await api.triggerJob(job.name);
    announce(`${humanize(job.name)} was asked to run now`);
  });
  const name = humanize(job.name);
  return (
    <>
      <div class="d-flex gap-1 justify-content-md-end">
        <ActionButton
          small
          label="Run now"
          description={`Run now: ${name}`}
          pending={run.pending || job.triggeredAt !== undefined}
          whyNot={whyNot(me.value, 'worker:operate')}
          onClick={() => void run.run(undefined)}
        />
        <ActionButton
          small
          label="Schedule"
          description={`Schedule of ${name}`}
          whyNot={whyNot(me.value, 'system:manage')}
          onClick={() => {
            asked.value = true;
          }}
        />
      </div>
      <TroubleNote trouble={run.trouble} />
      {asked.value && (
        <JobScheduleDialog
          job={job}
          onClose={() => {
            asked.value = false;
          }}
        />
      )}
    </>
  );
}

/** What is done again and again: how often, what came of it last, when it is done next. */
export function JobTable({ jobs }: { readonly jobs: readonly JobStatus[] }): VNode {
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Recurring jobs</caption>
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col">Every</th>
          <th scope="col">Last run</th>
          <th scope="col">Next run</th>
          <th scope="col">
            <span class="visually-hidden">Orders</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.name}>
            <td>
              <strong>{humanize(job.name)}</strong>
              <div class="small text-body-secondary">{job.about}</div>
            </td>
            <td data-label="Every" class="text-nowrap">
              <Interval job={job} />
            </td>
            <td data-label="Last run">
              <LastRun job={job} />
            </td>
            <td data-label="Next run" class="text-nowrap">
              <NextRun job={job} />
            </td>
            <td>
              <JobOrders job={job} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
