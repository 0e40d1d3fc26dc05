import { snapshotSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatUsd } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { newestFirst } from '../lib/snapshot-words.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import type { Snapshot } from '../lib/views.ts';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { snapshotColumns } from '../parts/snapshot-columns.tsx';
import { TableTools } from '../parts/table-tools.tsx';

const statuses = [
  { value: '', label: 'All that are there' },
  { value: 'under-way', label: 'Under way' },
  { value: 'completed', label: 'Complete' },
  { value: 'error', label: 'Failed' },
  { value: 'all', label: 'Deleted ones too' },
] as const;

const presets = [
  { name: 'Failed', query: 'status=error' },
  { name: 'The dearest first', query: 'sort=-month&columns=made,worker,state,month,actions' },
  { name: 'The oldest first', query: 'sort=made' },
] as const;

const underWay: readonly Snapshot['state'][] = ['requested', 'pending', 'deleting'];

function hasStatus({ state }: Snapshot, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'under-way') return underWay.includes(state);
  return wanted === '' ? state !== 'deleted' : state === wanted;
}

function totalOf(snapshots: readonly Snapshot[]): string {
  const kept = snapshots.filter(({ state }) => state !== 'deleted');
  const usd = kept.reduce((sum, { monthUsd = 0 }) => sum + monthUsd, 0);
  return `${formatUsd(usd)} a month at most`;
}

function Table({ snapshots }: { readonly snapshots: readonly Snapshot[] }): VNode {
  const list = useList({
    table: 'snapshots',
    columns: snapshotColumns,
    rows: snapshots,
    idOf: ({ id }) => id,
    nameOf: ({ worker, requestedAt }) => `${worker.name} ${requestedAt}`,
  });
  return <ListTable caption="Snapshots" list={list} />;
}

/** Copies of the disks of all workers, also of those that are gone. */
export function SnapshotsPage(): VNode {
  const { live } = useApp();
  const all = live.snapshots.value;
  const { items, fault, status } = useFilter(all, snapshotSearch);
  const shown = newestFirst(items.filter((snapshot) => hasStatus(snapshot, status)));
  return (
    <Page title="Snapshots" lead="Copies of workers’ disks, which new workers can start from">
      <FilteredList
        what="snapshots"
        label="Filter by worker, description, state, id"
        searchable={snapshotSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={
          <>
            <TableTools table="snapshots" path={paths.snapshots()} presets={presets} columns={snapshotColumns} />
            {shown.length > 0 && <span class="small text-body-secondary filter-count">{totalOf(shown)}</span>}
          </>
        }
        nothing={
          <EmptyState title={all.length === 0 ? 'There is no snapshot yet' : 'No snapshot matches the filter'}>
            <p>They are made on the page of a worker: by hand, or by themselves every so many hours.</p>
          </EmptyState>
        }
      >
        <Table snapshots={shown} />
      </FilteredList>
    </Page>
  );
}
