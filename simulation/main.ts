import { parseArgs } from 'node:util';
import type { Planted } from './faults.ts';
import { runSeeds } from './run-seeds.ts';

const { values } = parseArgs({
  options: {
    /** How many seeds, from `from` on. */
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    /** Only this one, with everything it found. */
    seed: { type: 'string' },
    days: { type: 'string', default: '7' },
    planted: { type: 'string' },
    /** Plants each bug in turn and wants every one of them to be found. */
    prove: { type: 'boolean', default: false },
  },
});

const bugs = ['double-launch', 'lost-event', 'overcommit'] as const satisfies readonly Planted[];
const days = Number(values.days);

process.exitCode = values.prove ? await prove() : await run();

async function run(): Promise<number> {
  const first = Number(values.seed ?? values.from);
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  const planted = bugs.find((bug) => bug === values.planted);
  const runs = Array.from({ length: count }, (_, index) => ({ seed: first + index, days, planted }));
  const reports = await runSeeds(runs, ({ seed, commits, deaths, sessions, violations }) => {
    console.log(`seed ${seed}: ${commits} commits, ${deaths} deaths, sessions ${JSON.stringify(sessions)}`);
    for (const { invariant, what } of violations) console.log(`  ${invariant} is broken: ${what}`);
  });
  const failed = reports.filter(({ violations }) => violations.length > 0);
  for (const { seed } of failed) console.log(`again with: npm run sim -- --seed ${seed}`);
  console.log(`${reports.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

async function prove(): Promise<number> {
  const runs = bugs.map((planted) => ({ seed: 1, days, planted }));
  let found = 0;
  for (const each of runs) {
    const [report] = await runSeeds([each], () => undefined);
    const first = report?.violations[0];
    console.log(`${each.planted}: ${first ? `found, ${first.invariant}: ${first.what}` : 'NOT FOUND'}`);
    if (first) found += 1;
  }
  console.log(`${found} passed, ${bugs.length - found} failed`);
  return found === bugs.length ? 0 : 1;
}
