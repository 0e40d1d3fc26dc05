import { whyNot } from '@lcm/core/domain/access';
import { instanceSearch } from '@lcm/core/domain/query';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { instanceName } from '../lib/instance-words.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import type { FoundInstance } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { ImportDialog } from '../parts/import-dialog.tsx';
import { instanceColumns } from '../parts/instance-columns.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { TableTools } from '../parts/table-tools.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const statuses = [
  { value: '', label: 'To be decided' },
  { value: 'ignored', label: 'Ignored' },
  { value: 'adopted', label: 'Adopted' },
  { value: 'all', label: 'All' },
] as const;

const presets = [
  { name: 'To be decided, the newest first', query: 'sort=-found' },
  { name: 'Running, the oldest first', query: 'q=state:running&sort=launched' },
  { name: 'Adopted', query: 'status=adopted' },
] as const;

function hasStatus({ status }: FoundInstance, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted !== '') return status === wanted;
  return status === 'undecided' || status === 'sought' || status === 'terminating';
}

function Table({ instances }: { readonly instances: readonly FoundInstance[] }): VNode {
  const list = useList({
    table: 'instances',
    columns: instanceColumns,
    rows: instances,
    idOf: ({ id }) => id,
    nameOf: instanceName,
  });
  return <ListTable caption="Instances found in the cloud" list={list} />;
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
  const { live } = useApp();
  const all = live.instances.value;
  const { items, fault, status } = useFilter(all, instanceSearch);
  const shown = items
    .filter((found) => hasStatus(found, status))
    .toSorted((a, b) => b.foundAt.localeCompare(a.foundAt));
  return (
    <Page
      title="Found in the cloud"
      lead="EC2 instances that look like CML hosts and are no worker’s; nothing happens to them until somebody decides"
      actions={<Orders />}
    >
      <FilteredList
        what="instances"
        label="Filter by name, id, region, image"
        searchable={instanceSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={<TableTools table="instances" path={paths.instances()} presets={presets} columns={instanceColumns} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'Every instance is a worker’s' : 'No instance matches the filter'}>
            <p>Discovery looks through the configured regions every few minutes, by the names of images and by tags.</p>
          </EmptyState>
        }
      >
        <Table instances={shown} />
      </FilteredList>
    </Page>
  );
}
