import { whyNot } from '@lcm/core/domain/access';
import { instanceSearch } from '@lcm/core/domain/query';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { humanize } from '../lib/format.ts';
import { instanceName, suspicionLabels } from '../lib/instance-words.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useFirst } from '../lib/use-first.ts';
import type { FoundInstance } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { CopyId } from '../parts/copy-id.tsx';
import { FilterBar } from '../parts/filter-bar.tsx';
import { ImportDialog } from '../parts/import-dialog.tsx';
import { InstanceActions } from '../parts/instance-actions.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { ShowMore } from '../parts/show-more.tsx';
import { FoundInstanceBadge } from '../parts/status-badge.tsx';
import { Since, Time } from '../parts/time.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const statuses = [
  { value: '', label: 'To be decided' },
  { value: 'ignored', label: 'Ignored' },
  { value: 'adopted', label: 'Adopted' },
  { value: 'all', label: 'All' },
] as const;

function hasStatus({ status }: FoundInstance, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted !== '') return status === wanted;
  return status === 'undecided' || status === 'sought' || status === 'terminating';
}

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

function InstanceRow({ found }: { readonly found: FoundInstance }): VNode {
  const { adoption } = found;
  return (
    <tr>
      <th scope="row" data-label="Instance">
        <Whereabouts found={found} />
      </th>
      <td data-label="Decision">
        <FoundInstanceBadge status={found.status} /> for <Since at={found.statusSince} />
        {adoption !== undefined && (
          <div>
            <a href={paths.worker(adoption.workerId)}>{adoption.name}</a>
          </div>
        )}
      </td>
      <td data-label="In EC2">
        <InEc2 found={found} />
      </td>
      <td data-label="Why">
        <Suspected found={found} />
      </td>
      <td data-label="Actions">
        <InstanceActions found={found} />
      </td>
    </tr>
  );
}

function InstanceTable({ instances }: { readonly instances: readonly FoundInstance[] }): VNode {
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Instances found in the cloud</caption>
      <thead>
        <tr>
          {['Instance', 'Decision', 'In EC2', 'Why', 'Actions'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {instances.map((found) => (
          <InstanceRow key={found.id} found={found} />
        ))}
      </tbody>
    </table>
  );
}

function Orders(): VNode {
  const { api, me, announce } = useApp();
  const open = useSignal(false);
  const look = useAction(async () => {
    await api.triggerJob('discovery');
    announce('Discovery runs');
  });
  return (
    <div class="d-flex flex-wrap gap-2">
      <ActionButton
        label="Look now"
        pending={look.pending}
        whyNot={whyNot(me.value, 'worker:operate')}
        onClick={() => void look.run(undefined)}
      />
      <ActionButton
        label="Import"
        tone="primary"
        whyNot={whyNot(me.value, 'worker:manage')}
        onClick={() => {
          open.value = true;
        }}
      />
      <TroubleNote trouble={look.trouble} />
      {open.value && (
        <ImportDialog
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </div>
  );
}

/** Instances that look like CML hosts and are no worker's: each is shown, and nothing happens to it until somebody decides. */
export function InstancesPage(): VNode {
  const { live, settled } = useApp();
  const all = live.instances.value;
  const { items, fault, status } = useFilter(all, instanceSearch);
  const shown = items
    .filter((found) => hasStatus(found, status))
    .toSorted((a, b) => b.foundAt.localeCompare(a.foundAt));
  const first = useFirst(shown);
  return (
    <Page
      title="Found in the cloud"
      lead="EC2 instances that look like CML hosts and are no worker’s; nothing happens to them until somebody decides"
      actions={<Orders />}
    >
      <FilterBar
        label="Filter by name, id, region, image"
        searchable={instanceSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
      />
      {shown.length > 0 && <InstanceTable instances={first.items} />}
      <ShowMore of={first} />
      {shown.length === 0 && !settled.value && <Loading what="instances" />}
      {shown.length === 0 && settled.value && (
        <EmptyState title={all.length === 0 ? 'Every instance is a worker’s' : 'No instance matches the filter'}>
          <p>Discovery looks through the configured regions every few minutes, by the names of images and by tags.</p>
        </EmptyState>
      )}
    </Page>
  );
}
