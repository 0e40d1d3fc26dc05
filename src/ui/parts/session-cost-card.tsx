import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatUsd } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Session, SessionCost } from '../lib/views.ts';
import { resourceName } from './amounts.tsx';
import { Card } from './page.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** A share of a host costs no more than cents a minute. */
const everyMs = 60_000;

type Stay = SessionCost['stays'][number];

function StayRow({ stay }: { readonly stay: Stay }): VNode {
  const { workerId, workerName, from, until, share, of, hourlyCostUsd, totalUsd } = stay;
  return (
    <tr>
      <th scope="row" data-label="Worker">
        <a class="text-nowrap" href={paths.worker(workerId)}>
          {workerName}
        </a>
      </th>
      <td data-label="Time">
        <Time at={from} /> to <Time at={until} />
      </td>
      <td data-label="Share">
        {Math.round(share * 100)} %, by {resourceName(of)}, of {formatUsd(hourlyCostUsd)} an hour
      </td>
      <td data-label="Cost" class="text-end">
        {formatUsd(totalUsd)}
      </td>
    </tr>
  );
}

function Stays({ stays }: Pick<SessionCost, 'stays'>): VNode {
  return (
    <table class="table table-sm table-stack mb-2">
      <caption class="visually-hidden">What it costs on each worker</caption>
      <thead>
        <tr>
          <th scope="col">Worker</th>
          <th scope="col">Time</th>
          <th scope="col">Share</th>
          <th scope="col" class="text-end">
            Cost
          </th>
        </tr>
      </thead>
      <tbody>
        {stays.map((stay) => (
          <StayRow key={`${stay.workerId} ${stay.from}`} stay={stay} />
        ))}
      </tbody>
    </table>
  );
}

/** Its share of what its worker costs; nothing before it has a place. */
export function SessionCostCard({ session }: { readonly session: Session }): VNode | null {
  const { api, now } = useApp();
  const round = isFinal(session) ? 'over' : Math.floor(now.value / everyMs);
  const key = session.placement === undefined ? undefined : `${session.id} ${session.version} ${round}`;
  const { value, trouble } = useLoad(key, async () => api.sessionCost(session.id));
  if (key === undefined) return null;
  return (
    <Card title="Cost">
      <TroubleNote trouble={trouble} />
      {value !== undefined && (
        <>
          <p class="mb-2">
            <strong>{formatUsd(value.soFarUsd)}</strong>
            {value.soFarUsd < value.totalUsd && ` so far, ${formatUsd(value.totalUsd)} as it is booked`}
          </p>
          {value.stays.length > 0 && <Stays stays={value.stays} />}
          <p class="small text-body-secondary mb-0">{value.basis}</p>
        </>
      )}
    </Card>
  );
}
