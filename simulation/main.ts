import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seed: { type: 'string' },
    days: { type: 'string', default: '7' },
    planted: { type: 'string' },
  },
});

const only = values.seed === undefined ? undefined : Number(values.seed);
const seeds = only === undefined ? Array.from({ length: Number(values.seeds) }, (_, index) => index + 1) : [only];
const planted = (['double-launch', 'lost-event', 'overcommit'] as const).find((name) => name === values.planted);
let failed = 0;
for (const seed of seeds) {
  const begun = performance.now();
  const report = await simulate({ seed, days: Number(values.days), planted });
  const seconds = ((performance.now() - begun) / 1000).toFixed(2);
  if (report.violations.length > 0) failed += 1;
  if (report.violations.length > 0 || only !== undefined) console.log(JSON.stringify({ ...report, seconds }, null, 1));
  else
    console.log(
      `seed ${seed}: ${report.commits} commits, ${report.deaths} deaths, ${JSON.stringify(report.sessions)} in ${seconds} s`,
    );
}
console.log(`${seeds.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
