import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { WorkerId } from '../worker/index.ts';
import { currentFigures, freshMs, type Sample } from './index.ts';

const workerId = WorkerId.parse('wkr_1');
const now = instant(10 * freshMs);
const at = (agoMs: number) => instant(now - agoMs);
const byCml = (agoMs: number, fields: Partial<Sample>): Sample => ({
  workerId,
  at: at(agoMs),
  source: 'cml',
  ...fields,
});
const byCloud = (agoMs: number, fields: Partial<Sample>): Sample => ({ ...byCml(agoMs, fields), source: 'cloudwatch' });

test('each figure is CML’s where CML has one, and CloudWatch’s where it has none', () => {
  const latest = [
    byCloud(60_000, { cpuPercent: 50, networkInBytesPerSecond: 1000 }),
    byCml(120_000, { cpuPercent: 10, runningNodes: 4 }),
  ];
  expect(currentFigures(latest, now)).toStrictEqual({
    cpuPercent: { value: 10, source: 'cml', at: at(120_000) },
    networkInBytesPerSecond: { value: 1000, source: 'cloudwatch', at: at(60_000) },
    runningNodes: { value: 4, source: 'cml', at: at(120_000) },
  });
});

test('when CML has not answered for long, CloudWatch’s newer figure is the current one', () => {
  const stale = byCml(freshMs + 1, { cpuPercent: 10 });
  expect(currentFigures([stale, byCloud(300_000, { cpuPercent: 50 })], now).cpuPercent?.value).toBe(50);
  expect(currentFigures([stale, byCloud(2 * freshMs, { cpuPercent: 50 })], now).cpuPercent?.value).toBe(10);
});

test('what nobody measured is no figure', () => {
  expect(currentFigures([], now)).toEqual({});
});
