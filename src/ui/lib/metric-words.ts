import type { FigureName } from '@lcm/core/domain/metrics';
import type { Sample } from './views.ts';

type Source = Sample['source'];

export const sourceWords = { cml: 'CML', cloudwatch: 'CloudWatch' } as const satisfies Record<Source, string>;

export const figureWords = {
  cpuPercent: 'Processor',
  memoryPercent: 'Memory',
  diskPercent: 'Disk',
  networkInBytesPerSecond: 'Network in',
  networkOutBytesPerSecond: 'Network out',
  runningNodes: 'Running nodes',
} as const satisfies Record<FigureName, string>;

const kilo = 1000;
const units = ['B/s', 'kB/s', 'MB/s', 'GB/s'] as const;

/** `820 B/s`, `1.2 MB/s`: three digits at most before the unit. */
export function formatRate(bytesPerSecond: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytesPerSecond)) / 3)));
  const value = bytesPerSecond / kilo ** step;
  return `${value < 10 && step > 0 ? Number(value.toFixed(1)) : Math.round(value)} ${units[step]}`;
}

export function formatFigure(name: FigureName, value: number): string {
  if (name === 'runningNodes') return String(Math.round(value));
  if (name === 'networkInBytesPerSecond' || name === 'networkOutBytesPerSecond') return formatRate(value);
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`;
}
