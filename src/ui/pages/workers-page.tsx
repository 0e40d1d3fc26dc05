import { workerSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useChoice, useList } from '../lib/use-list.ts';
import { rowsOf, useCoarseNow, useFleetOutlook, useMeasuredRows } from '../lib/use-worker-rows.ts';
import type { Worker } from '../lib/views.ts';
import { whyNothing } from '../lib/worker-bulk.ts';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { InstancesLink } from '../parts/instances-link.tsx';
import { NewWorkerButton } from '../parts/new-worker-button.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { TableTools } from '../parts/table-tools.tsx';
import { WorkerBulk } from '../parts/worker-bulk.tsx';
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

function hasStatus(worker: Worker, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'trouble') return worker.status === 'failed' || worker.status === 'unknown';
  return wanted === '' ? worker.status !== 'terminated' : worker.status === wanted;
}

function Table({ workers }: { readonly workers: readonly Worker[] }): VNode {
  const { me } = useApp();
  const now = useCoarseNow();
  const list = useList({
    table: 'workers',
    columns: workerColumns,
    rows: rowsOf(workers, useFleetOutlook(), now),
    sortedBy: 'name',
    idOf: ({ worker }) => worker.id,
    nameOf: ({ worker }) => worker.name,
  });
  const choice = useChoice(list, ({ worker }) => whyNothing(me.value, worker, now));
  return (
    <>
      <WorkerBulk choice={choice} />
      <ListTable caption="Workers" list={list} choice={choice} rows={useMeasuredRows(list.page.rows)} />
    </>
  );
}

export function WorkersPage(): VNode {
  const { live } = useApp();
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
      <FilteredList
        what="workers"
        label="Filter by name, region, template, instance"
        searchable={workerSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={<TableTools table="workers" path={paths.workers()} presets={presets} columns={workerColumns} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'There is no worker yet' : 'No worker matches the filter'}>
            <p>
              A worker is one host with CML. Sessions get their place on workers; a booking may also start one by
              itself.
            </p>
          </EmptyState>
        }
      >
        <Table workers={shown} />
      </FilteredList>
    </Page>
  );
}
