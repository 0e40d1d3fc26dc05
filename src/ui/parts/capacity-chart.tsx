import type { VNode } from 'preact';
import type { FleetCapacity } from '../lib/capacity.ts';
import { formatClock } from '../lib/format.ts';

const width = 480;
const height = 70;

export interface CapacityChartProps {
  readonly capacity: FleetCapacity;
  readonly resource: 'cpuCores' | 'nodes';
  readonly label: string;
}

/** The next 24 hours: what is reserved against what there is. */
export function CapacityChart({ capacity, resource, label }: CapacityChartProps): VNode {
  const total = capacity.usable[resource];
  const most = Math.max(total, ...capacity.slots.map(({ peak }) => peak[resource]), 1);
  const barWidth = width / capacity.slots.length;
  const busiest = capacity.slots.reduce(
    (a, b) => (b.peak[resource] > a.peak[resource] ? b : a),
    capacity.slots[0] ?? none,
  );
  const y = (value: number): number => height - (value / most) * (height - 4);
  const words = `${label}: at most ${busiest.peak[resource]} of ${total} reserved, around ${formatClock(busiest.from)}`;
  return (
    <figure class="mb-2">
      <figcaption class="small">{words}</figcaption>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={words}>
        {capacity.slots.map(({ from, peak }, index) => (
          <rect
            key={from}
            x={index * barWidth}
            width={Math.max(1, barWidth - 1)}
            y={y(peak[resource])}
            height={height - y(peak[resource])}
          >
            <title>{`${formatClock(from)}: ${peak[resource]} reserved`}</title>
          </rect>
        ))}
        <line x1="0" x2={width} y1={y(total)} y2={y(total)} />
      </svg>
      <div class="d-flex justify-content-between small text-body-secondary" aria-hidden="true">
        <span>now</span>
        <span>+12 h</span>
        <span>+24 h</span>
      </div>
    </figure>
  );
}

const none = { from: 0, until: 0, peak: { cpuCores: 0, memoryMiB: 0, storageGiB: 0, nodes: 0 } };
