import type { PlantedBug, Week } from './planted/bug.ts';
import { runSeeds } from './run-seeds.ts';
import type { SimulationOptions, SimulationReport } from './simulate.ts';

/** Where the product has changed, a bug may show elsewhere than it did: so many weeks are looked through, some at a time. */
const patience = 64;
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

type Say = (line: string) => void;

/** Plants each bug until the check that is there for it finds it. Without it, nothing is found in those weeks. */
export async function prove(bugs: readonly PlantedBug[], days: number, say: Say): Promise<number> {
  const found = await findAll(bugs, days, say);
  const alarms = await falseAlarms(found);
  for (const alarm of alarms) say(alarm);
  const missing = found.filter(({ where }) => where === undefined).length;
  say(`${found.length - missing} of ${found.length} bugs were found, ${alarms.length} false alarms`);
  return missing + alarms.length === 0 ? 0 : 1;
}

/** Each where it is known to show; those that do not show there are looked for. */
async function findAll(bugs: readonly PlantedBug[], days: number, say: Say): Promise<readonly Found[]> {
  const found = new Map<PlantedBug, Found>();
  const hear = (one: Found): void => {
    found.set(one.bug, one);
    say(inWords(one));
  };
  const runs = bugs.flatMap((bug) => (bug.showsIn ? [runOf(bug, bug.showsIn)] : []));
  await runSeeds(runs, (report) => {
    const bug = bugs.find(({ name }) => name === report.planted);
    const where = bug?.showsIn && foundIn(report, bug, bug.showsIn);
    if (bug && where) hear({ bug, where });
  });
  for (const bug of bugs) if (!found.has(bug)) hear(await look(bug, days));
  return [...found.values()];
}

async function look(bug: PlantedBug, days: number): Promise<Found> {
  const weekOf = (seed: number): Week => ({ seed, days, controlPlanes: 1 });
  for (let first = 1; first <= patience; first += atOnce) {
    const runs = Array.from({ length: atOnce }, (_, index) => runOf(bug, weekOf(first + index)));
    const reports = await runSeeds(runs, () => undefined);
    const [where] = reports.flatMap((report) => foundIn(report, bug, weekOf(report.seed)) ?? []);
    if (where) return { bug, where };
  }
  return { bug };
}

function runOf({ name, invariant }: PlantedBug, week: Week): SimulationOptions {
  return { ...week, planted: name, untilBroken: invariant };
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
