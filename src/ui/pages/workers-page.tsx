import { workerSearch } from '@lcm/core/domain/query';
import { effectiveCapacity } from '@lcm/core/domain/worker';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { usageOf } from '../lib/capacity.ts';
import { formatUsd } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useFirst } from '../lib/use-first.ts';
import type { Worker } from '../lib/views.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { InstancesLink } from '../parts/instances-link.tsx';
import { NewWorkerButton } from '../parts/new-worker-button.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { ShowMore } from '../parts/show-more.tsx';
import { LicenseBadge, ServiceBadge, WorkerBadge } from '../parts/status-badge.tsx';
import { Since } from '../parts/time.tsx';
import { WorkerActions } from '../parts/worker-actions.tsx';

const statuses = [
  { value: '', label: 'Not terminated' },
  { value: 'running', label: 'Running' },
  { value: 'trouble', label: 'Failed or unknown' },
  { value: 'all', label: 'All' },
] as const;

function hasStatus(worker: Worker, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'trouble') return worker.status === 'failed' || worker.status === 'unknown';
  return wanted === '' ? worker.status !== 'terminated' : worker.status === wanted;
}

function WorkerRow({ worker }: { readonly worker: Worker }): VNode {
  const { now } = useApp();
  const used = usageOf(worker, now.peek()).now;
  return (
    <tr>
      <th scope="row" data-label="Worker">
        <a href={paths.worker(worker.id)}>{worker.name}</a>
        <div class="small text-body-secondary fw-normal">
          {worker.template || 'by hand'} · {worker.spec.region}
        </div>
      </th>
      <td data-label="Status">
        <WorkerBadge status={worker.status} /> for <Since at={worker.statusSince} />
        <div class="small text-body-secondary">{worker.reason}</div>
      </td>
      <td data-label="CML">
        <ServiceBadge status={worker.service} /> <LicenseBadge status={worker.license.status} />
      </td>
      <td data-label="Cores" class="text-nowrap">
        {used.cpuCores} / {worker.spec.capacity.cpuCores}
      </td>
      <td data-label="Nodes" class="text-nowrap">
        {used.nodes} / {effectiveCapacity(worker).nodes}
      </td>
      <td data-label="Sessions">{Object.keys(worker.reservations).length}</td>
      <td data-label="Price" class="text-nowrap">
        {formatUsd(worker.spec.hourlyCostUsd)} / h
      </td>
      <td data-label="Actions">
        <WorkerActions worker={worker} small />
      </td>
    </tr>
  );
}

function WorkerTable({ workers }: { readonly workers: readonly Worker[] }): VNode {
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Workers</caption>
      <thead>
        <tr>
          {['Worker', 'Status', 'CML', 'Cores', 'Nodes', 'Sessions', 'Price', 'Actions'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {workers.map((worker) => (
          <WorkerRow key={worker.id} worker={worker} />
        ))}
      </tbody>
    </table>
  );
}

/** Made once: `localeCompare` makes its own at each comparison. */
const byName = new Intl.Collator(undefined, { numeric: true });

export function WorkersPage(): VNode {
  const { live, settled } = useApp();
  const all = live.workers.value;
  const { items, fault, status } = useFilter(all, workerSearch);
  const shown = items.filter((worker) => hasStatus(worker, status)).toSorted((a, b) => byName.compare(a.name, b.name));
  const first = useFirst(shown);
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
      />
      {shown.length > 0 && <WorkerTable workers={first.items} />}
      <ShowMore of={first} />
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
