import { WorkerId } from '@lcm/core/domain/worker';
import type { Metrics, Sample } from '../lib/views.ts';

const minute = 60_000;
const workerId = WorkerId.parse('wkr_1');

/** An hour of a host that works: CML every minute, CloudWatch every five. */
export function metrics(now: number): Metrics {
  const at = (minutesAgo: number): string => new Date(now - minutesAgo * minute).toISOString();
  const byCml = (ago: number): Sample => ({
    workerId,
    source: 'cml',
    at: at(ago),
    cpuPercent: 30 + 20 * Math.sin(ago / 8),
    memoryPercent: 60 - ago / 4,
    diskPercent: 41,
    runningNodes: 12,
  });
  const byCloudWatch = (ago: number): Sample => ({
    workerId,
    source: 'cloudwatch',
    at: at(ago),
    cpuPercent: 31 + 18 * Math.sin(ago / 8),
    networkInBytesPerSecond: 400_000 + ago * 9_000,
    networkOutBytesPerSecond: 900_000 - ago * 5_000,
  });
  const samples = Array.from({ length: 60 }, (_, index) => 60 - index).flatMap((ago) =>
    ago % 5 === 0 && ago > 5 ? [byCml(ago), byCloudWatch(ago)] : [byCml(ago)],
  );
  const cml = { source: 'cml', at: at(1) } as const;
  const cloudwatch = { source: 'cloudwatch', at: at(10) } as const;
  const current = {
    cpuPercent: { value: 32, ...cml },
    memoryPercent: { value: 59.75, ...cml },
    diskPercent: { value: 41, ...cml },
    networkInBytesPerSecond: { value: 490_000, ...cloudwatch },
    networkOutBytesPerSecond: { value: 850_000, ...cloudwatch },
    runningNodes: { value: 12, ...cml },
  };
  return { workerId, from: at(60), to: at(0), current, samples, keptDays: 14 };
}
