import type { PlantedBug, Week } from './planted/bug.ts';
import { plantedBugs } from './planted/bugs.ts';
import { runSeeds } from './run-seeds.ts';
import type { SimulationOptions, SimulationReport } from './simulate.ts';

/** Where the product has changed, a bug may show elsewhere than it did: so many weeks are looked through, so many at a time. */
const patience = 32;
const atOnce = 4;

interface Found {
  readonly bug: PlantedBug;
  /** Undefined: it was not found. */
  readonly where?: Where | undefined;
}

interface Where {
  readonly week: Week;
  readonly at: string;
  readonly what: string;
}

/** Plants each bug until the check that is there for it finds it. Without it, nothing is found in those weeks. */
export async function prove(days: number, say: (line: string) => void): Promise<number> {
  const found = await findAll(days, say);
  const alarms = await falseAlarms(found);
  for (const alarm of alarms) say(alarm);
  const missing = found.filter(({ where }) => where === undefined).length;
  const failed = missing + alarms.length;
  say(`${found.length - missing} of ${found.length} bugs were found, ${alarms.length} false alarms`);
  return failed === 0 ? 0 : 1;
}

/** Each in the week that is known to show it; those that do not are looked for. */
async function findAll(days: number, say: (line: string) => void): Promise<readonly Found[]> {
  const found: Found[] = [];
  const hear = (one: Found): void => {
    found.push(one);
    say(inWords(one));
  };
  const missing: PlantedBug[] = [];
  await runSeeds(plantedBugs.map(runOf), (report) => {
    const bug = plantedBugs.find(({ name }) => name === report.planted);
    const where = bug && foundIn(report, bug, bug.showsIn);
    if (bug && where) hear({ bug, where });
    else if (bug) missing.push(bug);
  });
  for (const bug of missing) hear(await look(bug, days));
  return found;
}

async function look(bug: PlantedBug, days: number): Promise<Found> {
  for (let first = 1; first <= patience; first += atOnce) {
    const weeks = Array.from({ length: atOnce }, (_, index) => ({ ...bug.showsIn, days, seed: first + index }));
    const reports = await runSeeds(
      weeks.map((week) => runOf({ ...bug, showsIn: week })),
      () => undefined,
    );
    const [where] = reports.flatMap(
      (report) => foundIn(report, bug, { ...bug.showsIn, days, seed: report.seed }) ?? [],
    );
    if (where) return { bug, where };
  }
  return { bug };
}

function runOf({ name, invariant, showsIn }: PlantedBug): SimulationOptions {
  return { ...showsIn, planted: name, untilBroken: invariant };
}

function foundIn({ violations }: SimulationReport, { invariant }: PlantedBug, week: Week): Where | undefined {
  const violation = violations.find((each) => each.invariant === invariant);
  return violation && { week, at: violation.at, what: violation.what };
}

/** What is found in the same weeks without any bug. */
async function falseAlarms(found: readonly Found[]): Promise<readonly string[]> {
  const weeks = new Map(found.flatMap(({ where }) => (where ? [[titleOf(where.week), where.week] as const] : [])));
  const reports = await runSeeds([...weeks.values()], () => undefined);
  const alarms = reports.filter(({ violations }) => violations.length > 0);
  return alarms.map(
    ({ seed, violations: [first] }) => `seed ${seed} without a bug: ${first?.invariant} ${first?.what}`,
  );
}

function inWords({ bug, where }: Found): string {
  const answer = where ? `${titleOf(where.week)}  ${where.at}  ${where.what}` : 'NOT FOUND';
  return `${bug.invariant.padEnd(4)}${bug.name.padEnd(22)}${answer}`;
}

function titleOf({ seed, days, controlPlanes }: Week): string {
  return `--seed ${seed} --days ${days} --planes ${controlPlanes}`;
}
