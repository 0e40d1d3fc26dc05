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
const units = ['B', 'kB', 'MB', 'GB'] as const;

/** `820 B`, `1.2 MB`: three digits at most before the unit. */
export function formatBytes(bytes: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / kilo ** step;
  return `${value < 10 && step > 0 ? Number(value.toFixed(1)) : Math.round(value)} ${units[step]}`;
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

export function formatFigure(name: FigureName, value: number): string {
  if (name === 'runningNodes') return String(Math.round(value));
  if (name === 'networkInBytesPerSecond' || name === 'networkOutBytesPerSecond') return formatRate(value);
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`;
}
