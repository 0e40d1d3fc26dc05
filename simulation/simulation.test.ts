import { describe, expect, test } from 'vitest';
import { plantedBugs } from './planted/bugs.ts';
import { prove } from './prove.ts';
import { runSeeds } from './run-seeds.ts';

const seeds = 200;
/** Every so many weeks have two control planes over one store: they cost twice what one does. */
const twoPlanesEvery = 3;
const twoMinutes = 120_000;

describe('two hundred weeks of a small fleet, with processes that die and stop at any time and a world that fails', () => {
  test('nothing is lost, leaked, done twice or promised twice', { timeout: 15 * twoMinutes }, async () => {
    const runs = Array.from({ length: seeds }, (_, index) => ({
      seed: index + 1,
      days: 7,
      controlPlanes: index % twoPlanesEvery === 0 ? 2 : 1,
    }));
    const reports = await runSeeds(runs, () => undefined);
    const broken = reports.filter(({ violations }) => violations.length > 0);
    expect(broken.map(({ seed, violations }) => ({ again: `npm run sim -- --seed ${seed}`, violations }))).toEqual([]);
    expect(reports).toHaveLength(seeds);
  });

  test('planted bugs are found by the check that is there for them', { timeout: 5 * twoMinutes }, async () => {
    const said: string[] = [];
    const bugs = plantedBugs.filter(({ showsIn }) => showsIn !== undefined);
    const code = await prove(bugs, 7, (line) => said.push(line));
    expect(said.filter((line) => line.includes('NOT FOUND') || line.includes('without a bug'))).toEqual([]);
    expect(code).toBe(0);
  });

  test('there is a planted bug for every invariant that can be broken here', () => {
    const planted = new Set(plantedBugs.map(({ invariant }) => invariant));
    expect([...planted]).toEqual(Array.from({ length: 12 }, (_, index) => `I${index + 1}`));
  });
});
