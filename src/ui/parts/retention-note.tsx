import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';

/** What the retention job would do now, before it does. */
export function RetentionNote(): VNode | null {
  const { api, live } = useApp();
  const job = live.jobs.value.find(({ name }) => name === 'retention');
  const settings = live.find('settings', 'default');
  const { value } = useLoad(`${job?.version}/${settings?.version}`, api.retention);
  if (value === undefined) return null;
  const names = value.workers.map(({ name }) => name).join(', ');
  return (
    <p class="small text-body-secondary mb-0">
      {value.workers.length === 0
        ? `Retention would do nothing now: no worker ended more than ${plural(value.endedWorkersDays, 'day')} ago.`
        : `Retention would take ${plural(value.workers.length, 'record')} off the lists now: ${names}.`}
    </p>
  );
}
