import { effectiveCapacity } from '@lcm/core/domain/worker';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { usageOf } from '../lib/capacity.ts';
import { formatMemory, formatUsd, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useEntity } from '../lib/use-entity.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Worker } from '../lib/views.ts';
import { workerProgress } from '../lib/worker-progress.ts';
import { CopyId } from '../parts/copy-id.tsx';
import { DefinitionsCard } from '../parts/definitions-card.tsx';
import { Facts } from '../parts/facts.tsx';
import { HealthCard } from '../parts/health-card.tsx';
import { HistoryCommits } from '../parts/history-list.tsx';
import { IdleCard } from '../parts/idle-card.tsx';
import { LabsOfWorker } from '../parts/labs-of-worker.tsx';
import { LicenseCard } from '../parts/license-card.tsx';
import { LooksCard } from '../parts/looks-card.tsx';
import { Meter } from '../parts/meter.tsx';
import { MetricsCard } from '../parts/metrics-card.tsx';
import { Missing } from '../parts/missing.tsx';
import { Card, EmptyState, Page } from '../parts/page.tsx';
import { Person } from '../parts/person.tsx';
import { ReservationTable } from '../parts/reservation-table.tsx';
import { SavedCard } from '../parts/saved-card.tsx';
import { SnapshotsCard } from '../parts/snapshots-card.tsx';
import { LicenseBadge, ServiceBadge, WorkerBadge } from '../parts/status-badge.tsx';
import { TagsCard } from '../parts/tags-card.tsx';
import { TasksAbout } from '../parts/tasks-about.tsx';
import { Since, Time } from '../parts/time.tsx';
import { Words } from '../parts/words.tsx';
import { WorkerActions } from '../parts/worker-actions.tsx';
import { WorkerCostCard } from '../parts/worker-cost-card.tsx';
import { WorkerSteps } from '../parts/worker-steps.tsx';

function Capacity({ worker }: { readonly worker: Worker }): VNode {
  const { now } = useApp();
  const { now: used, peak } = usageOf(worker, now.peek());
  const { portRange } = worker.spec;
  const capacity = effectiveCapacity(worker);
  const ports = Object.values(worker.reservations).reduce(
    (sum, { ports: taken }) => sum + Object.keys(taken).length,
    0,
  );
  return (
    <Card title="Capacity reserved now">
      <Meter label="CPU cores" used={used.cpuCores} total={capacity.cpuCores} peak={peak.cpuCores} format={String} />
      <Meter
        label="Memory"
        used={used.memoryMiB}
        total={capacity.memoryMiB}
        peak={peak.memoryMiB}
        format={formatMemory}
      />
      <Meter
        label="Storage"
        used={used.storageGiB}
        total={capacity.storageGiB}
        peak={peak.storageGiB}
        format={gibibytes}
      />
      <Meter label="Licensed nodes" used={used.nodes} total={capacity.nodes} peak={peak.nodes} format={String} />
      <Meter
        label={`Ports ${portRange.first} to ${portRange.last}`}
        used={ports}
        total={portRange.last - portRange.first + 1}
        format={String}
      />
    </Card>
  );
}

function gibibytes(value: number): string {
  return `${value} GiB`;
}

function HostFacts({ worker }: { readonly worker: Worker }): VNode {
  const { spec } = worker;
  return (
    <Card title="Host">
      <Facts
        items={[
          ['Id', <CopyId key="id" id={worker.id} />],
          ['Template', `${worker.template || 'by hand'}: ${spec.instanceType} in ${spec.region}`],
          ['Image', spec.imageId ?? spec.imageName],
          ['Price', `${formatUsd(spec.hourlyCostUsd)} an hour while it runs`],
          [
            'Launch',
            `${worker.launch}${worker.failures > 0 ? `, after ${plural(worker.failures, 'failed one')}` : ''}`,
          ],
          ['Instance', worker.instanceId === undefined ? undefined : <CopyId key="instance" id={worker.instanceId} />],
          ['Address', worker.publicIp ?? worker.privateIp],
          ['CML version', worker.cmlVersion],
          ['CML address', worker.endpoint],
          [
            'Created',
            <span key="created">
              <Time at={worker.createdAt} /> by <Person id={worker.createdBy} /> ({worker.origin})
            </span>,
          ],
        ]}
      />
    </Card>
  );
}

function StatusCard({
  worker,
  steps,
}: {
  readonly worker: Worker;
  readonly steps: ReturnType<typeof workerProgress>;
}): VNode {
  return (
    <Card title="Status">
      <p class="mb-1">
        <span aria-live="polite">
          <WorkerBadge status={worker.status} />
        </span>{' '}
        for <Since at={worker.statusSince} />
      </p>
      <div aria-live="polite">
        <p class="mb-1">
          <Words text={worker.reason} />
        </p>
        <p class="mb-1">
          <ServiceBadge status={worker.service} /> <LicenseBadge status={worker.license.status} />
        </p>
        {worker.desired !== worker.status && (
          <p class="mb-1">
            Shall be <strong>{worker.desired}</strong>: {worker.desiredReason}
          </p>
        )}
      </div>
      {steps.length > 0 && <WorkerSteps steps={steps} />}
    </Card>
  );
}

function Detail({ worker }: { readonly worker: Worker }): VNode {
  const { api } = useApp();
  const history = useLoad(`${worker.id}@${worker.version}`, async () => api.history('worker', worker.id));
  const reservations = Object.values(worker.reservations);
  return (
    <Page title={worker.name} lead={<a href={paths.workers()}>Workers</a>} actions={<WorkerActions worker={worker} />}>
      <TasksAbout kind="worker" id={worker.id} />
      <div class="row">
        <div class="col-lg-6">
          <StatusCard worker={worker} steps={workerProgress(worker, history.value ?? [])} />
          <HealthCard worker={worker} />
          <Capacity worker={worker} />
          <TagsCard worker={worker} />
          <LooksCard worker={worker} />
        </div>
        <div class="col-lg-6">
          <IdleCard worker={worker} />
          <WorkerCostCard worker={worker} />
          <LicenseCard worker={worker} />
          <SavedCard worker={worker} />
          <HostFacts worker={worker} />
        </div>
      </div>
      <MetricsCard worker={worker} />
      <DefinitionsCard worker={worker} />
      <SnapshotsCard worker={worker} />
      <LabsOfWorker worker={worker} />
      <Card title="Reservations">
        {reservations.length === 0 ? (
          <EmptyState title="No session is booked on it">
            <p class="mb-0">
              <a href={paths.definitions()}>Book one from the catalogue</a>
            </p>
          </EmptyState>
        ) : (
          <ReservationTable reservations={reservations} />
        )}
      </Card>
      <div id="history">
        <HistoryCommits commits={history.value} trouble={history.trouble} />
      </div>
    </Page>
  );
}

export function WorkerPage({ id }: { readonly id: string }): VNode {
  const { api } = useApp();
  const { view, trouble } = useEntity('worker', id, async () => api.worker(id));
  return view === undefined ? (
    <Missing what="worker" id={id} trouble={trouble} back={paths.workers()} />
  ) : (
    <Detail worker={view} />
  );
}
