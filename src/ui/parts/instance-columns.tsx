import { foundInstanceStatuses } from '@lcm/core/domain/instance';
import type { VNode } from 'preact';
import { humanize } from '../lib/format.ts';
import { instanceName, suspicionLabels } from '../lib/instance-words.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import type { FoundInstance } from '../lib/views.ts';
import { CopyId } from './copy-id.tsx';
import { InstanceActions } from './instance-actions.tsx';
import { FoundInstanceBadge } from './status-badge.tsx';
import { Since, Time } from './time.tsx';

function Whereabouts({ found }: { readonly found: FoundInstance }): VNode {
  const { facts } = found;
  return (
    <>
      {instanceName(found) !== found.instanceId && <div>{instanceName(found)}</div>}
      <div class="text-nowrap">
        <CopyId id={found.instanceId} />
      </div>
      <div class="small text-body-secondary fw-normal">
        {found.region}
        {facts !== undefined && ` · ${facts.instanceType}`}
      </div>
    </>
  );
}

function Suspected({ found: { suspicion, reason, status, decidedBy } }: { readonly found: FoundInstance }): VNode {
  const because = status === 'undecided' || suspicion === undefined ? reason : suspicion.because;
  return (
    <>
      {suspicion !== undefined && <div>{suspicionLabels[suspicion.kind]}</div>}
      <div class="small text-body-secondary">{because}</div>
      {decidedBy !== undefined && (
        <div class="small">
          {decidedBy}: {reason}
        </div>
      )}
    </>
  );
}

function InEc2({ found: { facts } }: { readonly found: FoundInstance }): VNode {
  if (facts === undefined) return <span>Not seen yet</span>;
  const { state, launchedAt, imageName, imageId, publicIp } = facts;
  return (
    <>
      {humanize(state)}, launched <Time at={launchedAt} />
      <div class="small text-body-secondary">
        {imageName ?? imageId}
        {publicIp !== undefined && ` · ${publicIp}`}
      </div>
    </>
  );
}

function Decision({ found: { status, statusSince, adoption } }: { readonly found: FoundInstance }): VNode {
  return (
    <>
      <FoundInstanceBadge status={status} /> for <Since at={statusSince} />
      {adoption !== undefined && (
        <div>
          <a href={paths.worker(adoption.workerId)}>{adoption.name}</a>
        </div>
      )}
    </>
  );
}

/** All that the table of found instances can show, in this order. */
export const instanceColumns: readonly Column<FoundInstance>[] = [
  { key: 'instance', label: 'Instance', cell: (found) => <Whereabouts found={found} />, sortBy: instanceName },
  {
    key: 'status',
    label: 'Decision',
    cell: (found) => <Decision found={found} />,
    sortBy: ({ status }) => foundInstanceStatuses.indexOf(status),
  },
  { key: 'ec2', label: 'In EC2', cell: (found) => <InEc2 found={found} />, sortBy: ({ facts }) => facts?.state },
  {
    key: 'launched',
    label: 'Launched',
    cell: ({ facts }) => (facts === undefined ? '–' : <Time at={facts.launchedAt} />),
    sortBy: ({ facts }) => (facts === undefined ? undefined : Date.parse(facts.launchedAt)),
    isExtra: true,
  },
  {
    key: 'region',
    label: 'Region',
    cell: ({ region }) => region,
    sortBy: ({ region }) => region,
    isExtra: true,
  },
  {
    key: 'type',
    label: 'Type',
    cell: ({ facts }) => facts?.instanceType ?? '–',
    sortBy: ({ facts }) => facts?.instanceType,
    isExtra: true,
  },
  {
    key: 'why',
    label: 'Why',
    cell: (found) => <Suspected found={found} />,
    sortBy: ({ suspicion }) => suspicion?.kind,
  },
  {
    key: 'found',
    label: 'Found',
    cell: ({ foundAt }) => <Time at={foundAt} />,
    sortBy: ({ foundAt }) => Date.parse(foundAt),
    isExtra: true,
  },
  { key: 'actions', label: 'Actions', cell: (found) => <InstanceActions found={found} /> },
];
