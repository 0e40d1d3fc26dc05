import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';

/** What the retention job would do now, before it does. */
export function RetentionNote(): VNode | null {
  const { api, live } = useApp();
  const job = live.jobs.value.filter(({ name }) => name === 'retention' || name === 'evidence-retention');
  const settings = live.find('settings', 'default');
  const { value } = useLoad(`${job.map(({ version }) => version).join()}/${settings?.version}`, api.retention);
  if (value === undefined) return null;
  const names = value.workers.map(({ name }) => name).join(', ');
  return (
    <p class="small text-body-secondary mb-0">
      {value.workers.length === 0
        ? `Retention would do nothing now: no worker ended more than ${plural(value.endedWorkersDays, 'day')} ago.`
        : `Retention would take ${plural(value.workers.length, 'record')} off the lists now: ${names}.`}{' '}
      {value.sessions === 0
        ? `No evidence is older than ${plural(value.evidenceDays, 'day')}.`
        : `The evidence of ${plural(value.sessions, 'session')} is older than ${plural(value.evidenceDays, 'day')} and would be deleted.`}
    </p>
  );
}
