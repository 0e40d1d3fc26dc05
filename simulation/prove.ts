import { plantedBugs } from './planted/bugs.ts';
import { runSeeds } from './run-seeds.ts';
import type { SimulationReport } from './simulate.ts';

/** Plants each bug in its week, and runs the same weeks without: the first have to be found, the others clean. */
export async function prove(days: number, say: (line: string) => void): Promise<number> {
  const planted = plantedBugs.map(({ name, seed }) => ({ seed, days, planted: name }));
  const clean = [...new Set(planted.map(({ seed }) => seed))].map((seed) => ({ seed, days }));
  const reports = await runSeeds([...planted, ...clean], () => undefined);
  const found = plantedBugs.map((bug) => {
    const report = reports.find((each) => each.planted === bug.name);
    return { bug, violation: report?.violations.find(({ invariant }) => invariant === bug.invariant) };
  });
  for (const { bug, violation } of found) {
    const answer = violation ? `${violation.at}  ${violation.what}` : 'NOT FOUND';
    say(`${bug.invariant.padEnd(4)}${bug.name.padEnd(22)}seed ${String(bug.seed).padEnd(5)}${answer}`);
  }
  const dirty = reports.filter((report) => report.planted === undefined && report.violations.length > 0);
  for (const report of dirty) say(alarm(report));
  const missed = found.filter(({ violation }) => violation === undefined).length + dirty.length;
  say(`${planted.length + clean.length - missed} passed, ${missed} failed`);
  return missed === 0 ? 0 : 1;
}

function alarm({ seed, violations }: SimulationReport): string {
  return `seed ${seed} is not clean without a planted bug: ${violations[0]?.what}`;
}
