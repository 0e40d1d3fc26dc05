import { may } from '@lcm/core/domain/access';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { decisionsOf, type SchedulerDecision } from '../lib/queue.ts';
import { Card, EmptyState } from './page.tsx';
import { Badge } from './status-badge.tsx';
import { Ago } from './time.tsx';
import { Words } from './words.tsx';

const shown = 12;

function Row({ decision: { at, session, granted, label, words } }: { readonly decision: SchedulerDecision }): VNode {
  return (
    <tr>
      <td data-label="When" class="text-nowrap">
        <Ago at={at} />
      </td>
      <th scope="row" data-label="Session">
        <a href={paths.session(session.id)}>{session.name}</a>
      </th>
      <td data-label="Decision">
        <Badge tone={granted ? 'good' : 'warn'} text={label} />
      </td>
      <td data-label="Why">
        <Words text={words} />
        {session.placement !== undefined && label === 'Placed' && (
          <div class="small text-body-secondary">
            on <a href={paths.worker(session.placement.workerId)}>{session.placement.workerName}</a>:{' '}
            {session.placement.why}
          </div>
        )}
      </td>
    </tr>
  );
}

/** What the scheduler said last of each session, with why. */
export function DecisionsCard(): VNode {
  const { live, me } = useApp();
  const decisions = decisionsOf(live.sessions.value, shown);
  const whose = may(me.value, 'session:all') ? '' : ' of your sessions';
  return (
    <Card title="Recent decisions" aside={<a href={paths.sessions()}>Sessions</a>}>
      {decisions.length === 0 ? (
        <EmptyState title={`Nothing was decided lately${whose}`} />
      ) : (
        <table class="table table-stack mb-0">
          <caption class="visually-hidden">What the scheduler decided last, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Session</th>
              <th scope="col">Decision</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {decisions.map((decision) => (
              <Row key={`${decision.session.id} ${decision.label}`} decision={decision} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
