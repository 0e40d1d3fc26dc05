import { WorkerId } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import { createMeasurements } from './measurements.ts';
import { linesOf, lineWords, mergeSamples, tableOf } from './metric-series.ts';
import { formatFigure, formatRate } from './metric-words.ts';
import type { Sample } from './views.ts';

const minute = 60_000;
const workerId = WorkerId.parse('wkr_1');

function sample(minutes: number, fields: Partial<Sample> = {}): Sample {
  return { workerId, source: 'cml', at: new Date(minutes * minute).toISOString(), ...fields };
}

test('what comes live joins what was loaded: once each, in order, and what slides out of the range goes', () => {
  const loaded = [sample(1, { cpuPercent: 1 }), sample(2, { cpuPercent: 2 })];
  const news = [sample(3, { cpuPercent: 3 }), sample(2, { cpuPercent: 2, diskPercent: 9 })];
  expect(mergeSamples(loaded, news, 2 * minute)).toEqual([
    sample(2, { cpuPercent: 2, diskPercent: 9 }),
    sample(3, { cpuPercent: 3 }),
  ]);
});

test('each source has a line of its own, and who never saw the figure has none', () => {
  const samples = [
    sample(1, { cpuPercent: 1 }),
    sample(2, { source: 'cloudwatch', cpuPercent: 2, networkInBytesPerSecond: 5, networkOutBytesPerSecond: 6 }),
  ];
  expect(linesOf(samples, ['cpuPercent']).map(({ label }) => label)).toEqual(['CML', 'CloudWatch']);
  expect(linesOf(samples, ['memoryPercent'])).toEqual([]);
  const network = linesOf(samples, ['networkInBytesPerSecond', 'networkOutBytesPerSecond']);
  expect(network.map(({ label }) => label)).toEqual(['Network in', 'Network out']);
});

test('a line breaks where nothing was measured for long, and not where only the other source has a time', () => {
  const samples = [1, 2, 3, 20].map((at) => sample(at, { cpuPercent: at }));
  const others = [sample(2.5, { source: 'cloudwatch', cpuPercent: 7 })];
  expect(tableOf(linesOf([...samples, ...others], ['cpuPercent']))).toEqual([
    [60, 120, 150, 180, 240, 1200],
    [1, 2, undefined, 3, null, 20],
    [undefined, undefined, 7, undefined, undefined, undefined],
  ]);
});

test('a line is told in words', () => {
  const [line] = linesOf([sample(1, { cpuPercent: 4 }), sample(2, { cpuPercent: 31.6 })], ['cpuPercent']);
  const words = line && lineWords(line, (value) => formatFigure('cpuPercent', value));
  expect(words).toBe('CML: between 4 % and 32 %, last 32 %');
});

test.each([
  [0, '0 B/s'],
  [820, '820 B/s'],
  [1200, '1.2 kB/s'],
  [45_000_000, '45 MB/s'],
  [3e13, '30000 GB/s'],
])('%d bytes a second are %s', (rate, words) => {
  expect(formatRate(rate)).toBe(words);
});

test('whoever follows a worker hears of that worker, until they stop', () => {
  const measurements = createMeasurements();
  const heard: string[] = [];
  const stop = measurements.follow('wkr_1', ({ workerId: id }) => heard.push(id));
  const say = (id: string): void => measurements.receive(JSON.stringify({ workerId: id, current: {}, samples: [] }));
  say('wkr_1');
  say('wkr_2');
  measurements.receive('no JSON');
  stop();
  say('wkr_1');
  expect(heard).toEqual(['wkr_1']);
});
