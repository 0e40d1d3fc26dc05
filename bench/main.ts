import { cpus } from 'node:os';
import { commitFigures } from './commits.ts';
import { examFigures } from './exam-month.ts';
import { failoverFigures } from './failover.ts';
import { fleetFigures } from './fleet.ts';
import { type Figure, table } from './harness.ts';
import { liveFigures } from './live.ts';
import { monthFigures } from './months.ts';
import { placementFigures } from './placement.ts';
import { placingFigures } from './placing.ts';

console.log(`Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
console.log('Medians of several runs after a warm-up; expect a tenth more or less.\n');
/** Ten months take minutes, so they are run only by name: `npm run bench -- months`. */
const figures = process.argv.includes('months') ? await monthFigures() : await allOthers();
console.log(table(figures));

async function allOthers(): Promise<readonly Figure[]> {
  return [
    ...(await placementFigures()),
    ...(await commitFigures()),
    ...(await placingFigures()),
    ...(await examFigures()),
    ...(await liveFigures()),
    ...(await failoverFigures()),
    ...(await fleetFigures()),
  ];
}
