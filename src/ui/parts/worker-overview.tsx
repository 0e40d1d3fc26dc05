import { effectiveCapacity } from '@lcm/core/domain/worker';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { usageOf } from '../lib/capacity.ts';
import { formatMemory, formatUsd, plural } from '../lib/format.ts';
import type { Worker } from '../lib/views.ts';
import type { workerProgress } from '../lib/worker-progress.ts';
import { CopyId } from './copy-id.tsx';
import { Facts } from './facts.tsx';
import { Meter } from './meter.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { LicenseBadge, ServiceBadge, WorkerBadge } from './status-badge.tsx';
import { Since, Time } from './time.tsx';
import { Words } from './words.tsx';
import { WorkerSteps } from './worker-steps.tsx';

/** What sessions have of it now, and at most within a day. */
export function CapacityCard({ worker }: { readonly worker: Worker }): VNode {
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

/** What it is, apart from what it does. */
export function HostCard({ worker }: { readonly worker: Worker }): VNode {
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

/** What it does, why, and on its way up how far it is. */
export function StatusCard({
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
