import { effectiveCapacity } from '@lcm/core/domain/worker';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatDistance, formatDuration, formatMemory, formatTime } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Figures } from '../lib/views.ts';
import {
  aheadOf,
  bookingsOf,
  licenseNote,
  marksOf,
  measuredOf,
  reservedOf,
  tagsOf,
  upSince,
  type WorkerRow,
} from '../lib/worker-rows.ts';
import { Bar } from './meter.tsx';
import { Badge, LicenseBadge, ServiceBadge, WorkerBadge } from './status-badge.tsx';
import { Since } from './time.tsx';
import { Words } from './words.tsx';

// What stands in the columns of the table of workers, where it is more than a word.

export function NameCell({ worker }: WorkerRow): VNode {
  return (
    <>
      <a href={paths.worker(worker.id)}>{worker.name}</a>
      <div class="small text-body-secondary fw-normal text-nowrap">
        {worker.template || 'by hand'} · {worker.spec.region}
      </div>
    </>
  );
}

export function StatusCell({ worker }: WorkerRow): VNode {
  const isAsked = worker.desired !== worker.status && worker.status !== 'draining';
  return (
    <>
      <WorkerBadge status={worker.status} />{' '}
      <span class="small text-nowrap">
        for <Since at={worker.statusSince} />
      </span>
      <div class="small text-body-secondary clamp" title={worker.reason}>
        <Words text={worker.reason} />
        {isAsked && ` · shall be ${worker.desired}`}
      </div>
    </>
  );
}

export function CmlCell({ worker }: WorkerRow): VNode {
  return <ServiceBadge isBrief status={worker.service} />;
}

export function LicenseCell(row: WorkerRow): VNode {
  const note = licenseNote(row);
  return (
    <>
      <LicenseBadge isBrief status={row.worker.license.status} />
      {note !== undefined && <div class="small text-body-secondary clamp">{note}</div>}
    </>
  );
}

export function SessionsCell(row: WorkerRow): VNode {
  const { held, nextAt } = bookingsOf(row);
  return (
    <>
      {held === 0 ? 'none now' : `${held} now`}
      {nextAt !== undefined && (
        <div class="small text-body-secondary" title={formatTime(nextAt, row.now)}>
          next {formatDistance(nextAt, row.now)}
        </div>
      )}
    </>
  );
}

export function CoresCell(row: WorkerRow): VNode {
  const { cpuCores } = effectiveCapacity(row.worker);
  const used = reservedOf(row).cpuCores;
  return <Bar label="Cores reserved" share={share(used, cpuCores)} words={`${used} / ${cpuCores}`} />;
}

export function MemoryCell(row: WorkerRow): VNode {
  const { memoryMiB } = effectiveCapacity(row.worker);
  const used = reservedOf(row).memoryMiB;
  const words = `${formatMemory(used)} / ${formatMemory(memoryMiB)}`;
  return <Bar label="Memory reserved" share={share(used, memoryMiB)} words={words} />;
}

export function NodesCell(row: WorkerRow): VNode {
  const { nodes } = effectiveCapacity(row.worker);
  const used = reservedOf(row).nodes;
  return <Bar label="Nodes reserved" share={share(used, nodes)} words={`${used} / ${nodes}`} />;
}

function share(used: number, total: number): number {
  return total === 0 ? 0 : used / total;
}

const measuredWords = { cpuPercent: 'CPU measured', memoryPercent: 'Memory measured' } as const;

export function MeasuredCell({
  row,
  name,
}: {
  readonly row: WorkerRow;
  readonly name: keyof Figures & keyof typeof measuredWords;
}): VNode {
  const figure = measuredOf(row)[name];
  if (figure === undefined) return <span class="text-body-secondary">–</span>;
  const age = row.now - Date.parse(figure.at);
  const isOld = age > oldMs;
  return (
    <span
      class={isOld ? 'text-body-secondary' : ''}
      title={`${figure.source}, ${formatDistance(Date.parse(figure.at), row.now)}`}
    >
      <Bar label={measuredWords[name]} share={figure.value / 100} words={`${Math.round(figure.value)} %`} />
      {isOld && <span class="small">{formatDuration(age)} old</span>}
    </span>
  );
}

const oldMs = 15 * 60_000;

export function LabsCell({ worker }: WorkerRow): VNode {
  const { activity } = worker;
  if (activity === undefined) return <span class="text-body-secondary">–</span>;
  return (
    <>
      {activity.running} / {activity.labs}
      {activity.byHand > 0 && <div class="small text-body-secondary">{activity.byHand} by hand</div>}
    </>
  );
}

export function AheadCell(row: WorkerRow): VNode {
  const { words, why } = aheadOf(row);
  if (words === '') return <span class="text-body-secondary">–</span>;
  return (
    <>
      <span class="text-nowrap">{words}</span>
      <div class="small text-body-secondary clamp">
        <Words text={why} />
      </div>
    </>
  );
}

export function UptimeCell(row: WorkerRow): VNode {
  const at = upSince(row);
  return at === undefined ? <span class="text-body-secondary">–</span> : <Since at={at} />;
}

export function TagsCell(row: WorkerRow): VNode {
  return (
    <span class="d-flex flex-wrap gap-1">
      {tagsOf(row).map((tag) => (
        <Badge key={tag} tone="neutral" text={tag} />
      ))}
    </span>
  );
}

export function MarksCell(row: WorkerRow): VNode {
  const marks = marksOf(row);
  if (marks.length === 0) return <span class="text-body-secondary">–</span>;
  return (
    <span class="d-flex flex-wrap gap-1">
      {marks.map(({ word, why }) => (
        <Badge key={word} tone="warn" text={word} title={why} />
      ))}
    </span>
  );
}

export function CreatedCell({ worker }: WorkerRow): VNode {
  const { now } = useApp();
  return <span class="text-nowrap">{formatTime(Date.parse(worker.createdAt), now.peek())}</span>;
}
