import { snapshotSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatUsd } from '../lib/format.ts';
import { newestFirst } from '../lib/snapshot-words.ts';
import { useFilter } from '../lib/use-filter.ts';
import type { Snapshot } from '../lib/views.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { SnapshotTable } from '../parts/snapshot-table.tsx';

const statuses = [
  { value: '', label: 'All that are there' },
  { value: 'under-way', label: 'Under way' },
  { value: 'completed', label: 'Complete' },
  { value: 'error', label: 'Failed' },
  { value: 'all', label: 'Deleted ones too' },
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

/** Copies of the disks of all workers, also of those that are gone. */
export function SnapshotsPage(): VNode {
  const { live, settled } = useApp();
  const all = live.snapshots.value;
  const { items, fault, status } = useFilter(all, snapshotSearch);
  const shown = newestFirst(items.filter((snapshot) => hasStatus(snapshot, status)));
  return (
    <Page title="Snapshots" lead="Copies of workers’ disks, which new workers can start from">
      <FilterBar
        label="Filter by worker, description, state, id"
        searchable={snapshotSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
      >
        {shown.length > 0 && <span class="small text-body-secondary filter-count">{totalOf(shown)}</span>}
      </FilterBar>
      {shown.length > 0 && <SnapshotTable snapshots={shown} withWorker />}
      {shown.length === 0 && !settled.value && <Loading what="snapshots" />}
      {shown.length === 0 && settled.value && (
        <EmptyState title={all.length === 0 ? 'There is no snapshot yet' : 'No snapshot matches the filter'}>
          <p>They are made on the page of a worker: by hand, or by themselves every so many hours.</p>
        </EmptyState>
      )}
    </Page>
  );
}
