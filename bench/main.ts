import { cpus } from 'node:os';
import { commitFigures } from './commits.ts';
import { examFigures } from './exam-month.ts';
import { failoverFigures } from './failover.ts';
import { fleetFigures } from './fleet.ts';
import { table } from './harness.ts';
import { liveFigures } from './live.ts';
import { placementFigures } from './placement.ts';
import { placingFigures } from './placing.ts';

console.log(`Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
console.log('Medians of several runs after a warm-up; expect a tenth more or less.\n');
const figures = [
  ...(await placementFigures()),
  ...(await commitFigures()),
  ...(await placingFigures()),
  ...(await examFigures()),
  ...(await liveFigures()),
  ...(await failoverFigures()),
  ...(await fleetFigures()),
];
console.log(table(figures));
