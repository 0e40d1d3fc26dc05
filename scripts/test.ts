import { parseCLI, startVitest } from 'vitest/node';
import { tally } from './tally.ts';

/** Runs the suite and closes with one line that people and machines read alike: `N passed, N failed`. */
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false, run: true });
const { passed, failed, skipped } = tally(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();

for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`${skipped.length} skipped`);
const ran = passed + failed > 0;
if (!ran) console.log('No test ran.');
if (!ran || failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);
