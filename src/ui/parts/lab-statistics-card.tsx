import { isClosed, isUp } from '@lcm/core/domain/lab';
import type { VNode } from 'preact';
import { formatBytes, formatFigure } from '../lib/metric-words.ts';
import { useLabStatistics } from '../lib/use-lab-statistics.ts';
import type { LabReading, LabRecord, LabStatistics } from '../lib/views.ts';
import { Card, EmptyState, Loading } from './page.tsx';
import { NodeBadge } from './status-badge.tsx';
import { Table } from './table.tsx';
import { Ago } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

interface OfReading {
  readonly reading: LabReading;
}

function Nodes({ reading }: OfReading): VNode {
  return (
    <Table
      caption="What its nodes do"
      columns={['Node', 'State', 'CPU of a core', 'Memory', 'Read from disk', 'Written']}
      rows={reading.nodes.map(({ label, state, cpuPercent, memoryPercent, diskReadBytes, diskWrittenBytes }) => [
        label,
        <NodeBadge key="state" state={state} />,
        formatFigure('cpuPercent', cpuPercent),
        memoryPercent === undefined ? 'not told' : formatFigure('memoryPercent', memoryPercent),
        formatBytes(diskReadBytes),
        formatBytes(diskWrittenBytes),
      ])}
    />
  );
}

function counted(bytes: number, packets: number): string {
  return `${formatBytes(bytes)}, ${packets.toLocaleString('en')} packets`;
}

function Links({ reading }: OfReading): VNode | null {
  if (reading.links.length === 0) return null;
  return (
    <details class="mt-3" open={reading.links.length <= 12}>
      <summary>
        Links <span class="text-body-secondary">({reading.links.length})</span>
      </summary>
      <Table
        caption="What its links carried since they came up"
        columns={['Link', 'Read', 'Written']}
        rows={reading.links.map(({ label, readBytes, readPackets, writtenBytes, writtenPackets }) => [
          label,
          counted(readBytes, readPackets),
          counted(writtenBytes, writtenPackets),
        ])}
      />
    </details>
  );
}

/** With why it is not of just now. */
function Told({ statistics: { reading, trouble } }: { readonly statistics: LabStatistics }): VNode {
  return (
    <>
      {trouble !== undefined && (
        <p class="text-body-secondary mb-2" role="status">
          <Words text={trouble} />
        </p>
      )}
      {reading === undefined ? (
        <EmptyState title="Nothing was read yet" />
      ) : (
        <>
          <Nodes reading={reading} />
          <Links reading={reading} />
        </>
      )}
    </>
  );
}

function ReadAt({ reading }: OfReading): VNode {
  return (
    <span class="small text-body-secondary">
      read <Ago at={reading.at} />
    </span>
  );
}

/** What its nodes and links do now, as CML counts it. */
export function LabStatisticsCard({ lab }: { readonly lab: LabRecord }): VNode | null {
  const { value, trouble, loading } = useLabStatistics(lab, isUp(lab));
  if (isClosed(lab)) return null;
  return (
    <Card title="Statistics" aside={value?.reading && <ReadAt reading={value.reading} />}>
      <TroubleNote trouble={trouble} />
      {value === undefined && loading && <Loading what="the statistics" />}
      {value !== undefined && <Told statistics={value} />}
    </Card>
  );
}
