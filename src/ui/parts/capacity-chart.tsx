import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatTime } from '../lib/format.ts';
import type { Amounts } from '../lib/views.ts';

const width = 480;
const height = 70;

interface ChartSlot {
  readonly from: number;
  readonly peak: Amounts;
}

export interface CapacityChartProps {
  readonly slots: readonly ChartSlot[];
  /** What there is. */
  readonly total: number;
  readonly resource: 'cpuCores' | 'memoryMiB' | 'nodes';
  readonly label: string;
  /** Along the bottom, evenly spread. */
  readonly marks: readonly string[];
  readonly format?: (value: number) => string;
}

/** What is reserved over time against what there is. */
export function CapacityChart({ slots, total, resource, label, marks, format = String }: CapacityChartProps): VNode {
  const { now } = useApp();
  const most = Math.max(total, ...slots.map(({ peak }) => peak[resource]), 1);
  const barWidth = width / slots.length;
  const busiest = slots.reduce((a, b) => (b.peak[resource] > a.peak[resource] ? b : a), slots[0] ?? none);
  const y = (value: number): number => height - (value / most) * (height - 4);
  const around = formatTime(busiest.from, now.peek());
  const words = `${label}: at most ${format(busiest.peak[resource])} of ${format(total)} reserved, around ${around}`;
  return (
    <figure class="mb-2">
      <figcaption class="small">{words}</figcaption>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={words}>
        {slots.map(({ from, peak }, index) => (
          <rect
            key={from}
            x={index * barWidth}
            width={Math.max(1, barWidth - 1)}
            y={y(peak[resource])}
            height={height - y(peak[resource])}
          >
            <title>{`${formatTime(from, now.peek())}: ${format(peak[resource])} reserved`}</title>
          </rect>
        ))}
        <line x1="0" x2={width} y1={y(total)} y2={y(total)} />
      </svg>
      <div class="d-flex justify-content-between small text-body-secondary" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark}>{mark}</span>
        ))}
      </div>
    </figure>
  );
}

const none = { from: 0, until: 0, peak: { cpuCores: 0, memoryMiB: 0, storageGiB: 0, nodes: 0 } };
