import { describe, expect, test } from 'vitest';
import type { Planted } from './faults.ts';
import { runSeeds } from './run-seeds.ts';

const seeds = 200;
const twoMinutes = 120_000;

describe('two hundred weeks of a small fleet, with processes that die at any write and a world that fails', () => {
  test('nothing is lost, leaked, done twice or promised twice', { timeout: 4 * twoMinutes }, async () => {
    const runs = Array.from({ length: seeds }, (_, index) => ({ seed: index + 1, days: 7 }));
    const reports = await runSeeds(runs, () => undefined);
    const broken = reports.filter(({ violations }) => violations.length > 0);
    expect(broken.map(({ seed, violations }) => ({ again: `npm run sim -- --seed ${seed}`, violations }))).toEqual([]);
    expect(reports).toHaveLength(seeds);
  });

  test.each([
    ['double-launch', ['I3', 'I4']],
    ['lost-event', ['I7']],
    ['overcommit', ['I1']],
  ] as const)('a planted %s is found', { timeout: twoMinutes }, async (planted: Planted, invariants) => {
    const [report] = await runSeeds([{ seed: 1, days: 7, planted }], () => undefined);
    const found = new Set(report?.violations.map(({ invariant }) => invariant));
    expect([...found]).toEqual(expect.arrayContaining(invariants.slice(0, 1)));
  });
});
