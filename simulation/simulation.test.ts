import { describe, expect, test } from 'vitest';
import { plantedBugs } from './planted/bugs.ts';
import { runSeeds } from './run-seeds.ts';

const seeds = 200;
/** Every so many weeks have two control planes over one store: they cost twice what one does. */
const twoPlanesEvery = 3;
const twoMinutes = 120_000;

/** Those that show early and take no longer than a week without, each with a week that has it; `--prove` runs all of them. */
const quick = new Map([
  ['overcommit', 1],
  ['double-launch', 1],
  ['kept-licence', 1],
  ['early-end', 1],
  ['forgotten-command', 1],
  ['open-book', 1],
  ['adopted-twice', 2],
  ['tidy-discovery', 2],
  ['empty-region', 1],
]);

describe('two hundred weeks of a small fleet, with processes that die and stop at any time and a world that fails', () => {
  test('nothing is lost, leaked, done twice or promised twice', { timeout: 8 * twoMinutes }, async () => {
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

  test('planted bugs are found by the check that is there for them', { timeout: 2 * twoMinutes }, async () => {
    const bugs = plantedBugs.filter(({ name }) => quick.has(name));
    const runs = bugs.map(({ name }) => ({ seed: quick.get(name) ?? 1, days: 7, planted: name }));
    const reports = await runSeeds(runs, () => undefined);
    const found = bugs.map(({ name, invariant }) => {
      const report = reports.find(({ planted }) => planted === name);
      return [name, report?.violations.some((violation) => violation.invariant === invariant)] as const;
    });
    expect(new Map(found)).toEqual(new Map([...quick.keys()].map((name) => [name, true])));
  });

  test('there is a planted bug for every invariant that can be broken here', () => {
    const planted = new Set(plantedBugs.map(({ invariant }) => invariant));
    expect([...planted]).toEqual(Array.from({ length: 12 }, (_, index) => `I${index + 1}`));
  });
});
