import type { PlantedBug } from './planted/bug.ts';
import { plantedBugs } from './planted/bugs.ts';
import { runSeeds } from './run-seeds.ts';
import type { SimulationReport } from './simulate.ts';

/** Some bugs take a rare meeting to show: so many weeks are looked through for them, so many at a time. */
const patience = 96;
const atOnce = 8;

interface Found {
  readonly bug: PlantedBug;
  /** Undefined: it was not found. */
  readonly where?: { readonly seed: number; readonly at: string; readonly what: string } | undefined;
}

/** Plants each bug in one week after the other until the check that is there for it finds it; those weeks are clean without. */
export async function prove(days: number, say: (line: string) => void): Promise<number> {
  const found: Found[] = [];
  for (const bug of plantedBugs) {
    const proof = await find(bug, days);
    found.push(proof);
    say(inWords(proof));
  }
  const seeds = new Set(found.flatMap(({ where }) => (where ? [where.seed] : [])));
  const clean = await runSeeds(
    Array.from(seeds, (seed) => ({ seed, days })),
    () => undefined,
  );
  const alarms = clean.filter(({ violations }) => violations.length > 0);
  for (const { seed, violations } of alarms) say(`seed ${seed} without a bug: ${violations[0]?.what}`);
  const failed = found.filter(({ where }) => where === undefined).length + alarms.length;
  say(`${found.length + clean.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The first weeks are looked at one by one: most bugs show in any. */
async function find(bug: PlantedBug, days: number): Promise<Found> {
  for (let first = 1; first <= patience; first += first === 1 ? 1 : atOnce) {
    const count = first === 1 ? 1 : atOnce;
    const runs = Array.from({ length: count }, (_, index) => ({ seed: first + index, days, planted: bug.name }));
    const where = (await runSeeds(runs, () => undefined)).flatMap((report) => foundIn(report, bug))[0];
    if (where) return { bug, where };
  }
  return { bug };
}

function foundIn({ seed, violations }: SimulationReport, { invariant }: PlantedBug): NonNullable<Found['where']>[] {
  return violations.filter((each) => each.invariant === invariant).map(({ at, what }) => ({ seed, at, what }));
}

function inWords({ bug, where }: Found): string {
  const answer = where ? `seed ${String(where.seed).padEnd(4)}${where.at}  ${where.what}` : 'NOT FOUND';
  return `${bug.invariant.padEnd(4)}${bug.name.padEnd(22)}${answer}`;
}
