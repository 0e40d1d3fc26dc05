import type { VNode } from 'preact';
import { paths } from '../lib/paths.ts';
import type { FleetCapacityReport } from '../lib/views.ts';
import { Card } from './page.tsx';
import { Badge } from './status-badge.tsx';
import { Ago, Time } from './time.tsx';
import { Words } from './words.tsx';

const shown = 20;

/** What the fleet will do by itself, in the order of time. */
export function PlannedSteps({ planned }: Pick<FleetCapacityReport, 'planned'>): VNode {
  return (
    <Card title="Next starts and stops">
      {planned.length === 0 && <p class="mb-0">None is foreseen.</p>}
      <ol class="list-unstyled mb-0">
        {planned.slice(0, shown).map(({ workerId, name, at, to, reason }) => (
          <li key={workerId} class="mb-1">
            <Badge tone={to === 'running' ? 'good' : 'off'} text={to === 'running' ? 'start' : 'stop'} />{' '}
            <a href={paths.worker(workerId)}>{name}</a> <Ago at={at} />{' '}
            <span class="small text-body-secondary">
              (<Time at={at} />
              ): <Words text={reason} />
            </span>
          </li>
        ))}
      </ol>
      {planned.length > shown && <p class="small mb-0">and {planned.length - shown} later</p>}
    </Card>
  );
}
