import { parseArgs } from 'node:util';
import { plantedBugs } from './planted/bugs.ts';
import { profileNames } from './profile.ts';
import { prove } from './prove.ts';
import { runSeeds } from './run-seeds.ts';

const { values } = parseArgs({
  options: {
    /** How many seeds, from `from` on. */
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    /** Only this one, with everything it found. */
    seed: { type: 'string' },
    /** `week` or `month`: what is booked, and how much goes wrong. */
    profile: { type: 'string', default: 'week' },
    /** As many as the profile has, when nobody says. */
    days: { type: 'string' },
    /** Control planes over the one store. */
    planes: { type: 'string' },
    /** In each week the coordination store is lost once, with all that is in it; else in some. */
    'lose-coordination': { type: 'boolean' },
    planted: { type: 'string' },
    /** Plants each bug in turn and wants every one of them to be found, and nothing without. */
    prove: { type: 'boolean', default: false },
  },
});

const days = values.days === undefined ? undefined : Number(values.days);
const profile = profileNames.find((name) => name === values.profile);
if (profile === undefined) throw new Error(`a profile is one of ${profileNames.join(', ')}`);

process.exitCode = values.prove ? await prove(plantedBugs, days ?? 7, (line) => console.log(line)) : await run();

async function run(): Promise<number> {
  const first = Number(values.seed ?? values.from);
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  const { planted, planes } = values;
  const controlPlanes = planes === undefined ? undefined : Number(planes);
  const common = { days, profile, planted, controlPlanes, losesCoordination: values['lose-coordination'] };
  const runs = Array.from({ length: count }, (_, index) => ({ seed: first + index, ...common }));
  const reports = await runSeeds(
    runs,
    ({ seed, violations, sessions, punctuality: { late: _, ...punctuality }, ...counted }) => {
      console.log(`seed ${seed}: ${JSON.stringify({ ...counted, punctuality, ...sessions })}`);
      for (const { invariant, what, at } of violations) console.log(`  ${invariant} is broken at ${at}: ${what}`);
    },
  );
  const failed = reports.filter(({ violations }) => violations.length > 0);
  for (const { seed } of failed) console.log(`again with: npm run sim -- --seed ${seed}`);
  console.log(`${reports.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}
