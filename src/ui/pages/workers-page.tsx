import { workerSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNothing } from '../lib/bulk.ts';
import { paths } from '../lib/paths.ts';
import { pageOf, shownColumns, sorted, sortOf } from '../lib/table.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useSelection } from '../lib/use-selection.ts';
import { rowsOf, useCoarseNow, useFleetOutlook, useMeasuredRows } from '../lib/use-worker-rows.ts';
import type { Worker } from '../lib/views.ts';
import type { WorkerRow } from '../lib/worker-rows.ts';
import { BulkBar } from '../parts/bulk-bar.tsx';
import { ColumnPicker, useChosenColumns } from '../parts/column-picker.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { FilterBar } from '../parts/filter-bar.tsx';
import { InstancesLink } from '../parts/instances-link.tsx';
import { NewWorkerButton } from '../parts/new-worker-button.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { Pager } from '../parts/pager.tsx';
import { SavedViews } from '../parts/saved-views.tsx';
import { workerColumns } from '../parts/worker-columns.tsx';

const statuses = [
  { value: '', label: 'Not terminated' },
  { value: 'running', label: 'Running' },
  { value: 'trouble', label: 'Failed or unknown' },
  { value: 'all', label: 'All' },
] as const;

const presets = [
  { name: 'In trouble', query: 'status=trouble' },
  { name: 'Running, next to stop first', query: 'status=running&sort=next' },
  { name: 'Dearest this month', query: 'sort=-month' },
  { name: 'Busiest by what is measured', query: 'status=running&sort=-cpu' },
  { name: 'Licences', query: 'columns=name,status,license,version,nodes,region&sort=license' },
] as const;

/** As many as one scrolls through; a thousand rows at once nobody reads, and no browser draws quickly. */
const rowsAPage = 50;

function hasStatus(worker: Worker, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'trouble') return worker.status === 'failed' || worker.status === 'unknown';
  return wanted === '' ? worker.status !== 'terminated' : worker.status === wanted;
}

function idOf({ worker }: WorkerRow): string {
  return worker.id;
}

function Table({ workers }: { readonly workers: readonly Worker[] }): VNode {
  const { me, router } = useApp();
  const now = useCoarseNow();
  const rows = rowsOf(workers, useFleetOutlook(), now);
  const query = router.query.value;
  const sort = sortOf(query.get('sort') ?? 'name', workerColumns);
  const ordered = sorted(rows, workerColumns, sort);
  const page = pageOf(ordered, Number(query.get('page') ?? 1), rowsAPage);
  const shown = useMeasuredRows(page.rows);
  const whyNot = ({ worker }: WorkerRow): string | undefined => whyNothing(me.value, worker, now);
  const choosable = ordered.filter((row) => whyNot(row) === undefined);
  const onPage = page.rows.filter((row) => whyNot(row) === undefined);
  const selection = useSelection({ all: choosable.map(idOf), page: onPage.map(idOf) });
  const chosen = choosable.filter((row) => selection.has(idOf(row))).map(({ worker }) => worker);
  return (
    <>
      <BulkBar selection={selection} workers={chosen} matching={choosable.length} />
      <DataTable
        caption="Workers"
        columns={shownColumns(workerColumns, useChosenColumns('workers'))}
        rows={shown}
        sort={sort}
        idOf={idOf}
        nameOf={({ worker }) => worker.name}
        selection={selection}
        whyNot={whyNot}
      />
      <Pager page={page} total={ordered.length} />
    </>
  );
}

export function WorkersPage(): VNode {
  const { live, settled } = useApp();
  const all = live.workers.value;
  const { items, fault, status } = useFilter(all, workerSearch);
  const shown = items.filter((worker) => hasStatus(worker, status));
  return (
    <Page
      title="Workers"
      lead="EC2 hosts that run CML"
      actions={[
        <InstancesLink key="instances" />,
        <a key="snapshots" class="btn btn-outline-secondary" href={paths.snapshots()}>
          Snapshots
        </a>,
        <NewWorkerButton key="new" />,
      ]}
    >
      <FilterBar
        label="Filter by name, region, template, instance"
        searchable={workerSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
      >
        <SavedViews table="workers" path={paths.workers()} presets={presets} />
        <ColumnPicker table="workers" columns={workerColumns} />
      </FilterBar>
      {shown.length > 0 && <Table workers={shown} />}
      {shown.length === 0 && !settled.value && <Loading what="workers" />}
      {shown.length === 0 && settled.value && (
        <EmptyState title={all.length === 0 ? 'There is no worker yet' : 'No worker matches the filter'}>
          <p>
            A worker is one host with CML. Sessions get their place on workers; a booking may also start one by itself.
          </p>
        </EmptyState>
      )}
    </Page>
  );
}
