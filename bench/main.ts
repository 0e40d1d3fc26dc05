import { cpus, loadavg } from 'node:os';
import { commitFigures } from './commits.ts';
import { examFigures } from './exam-month.ts';
import { failoverFigures } from './failover.ts';
import { fleetFigures } from './fleet.ts';
import { type Figure, table } from './harness.ts';
import { liveFigures } from './live.ts';
import { monthFigures } from './months.ts';
import { isLeftOut, wanted } from './options.ts';
import { placementFigures } from './placement.ts';
import { placingFigures } from './placing.ts';
import { screenFigures } from './screens.ts';
import { whatIfFigures } from './what-if.ts';

interface Part {
  readonly measure: () => Promise<readonly Figure[]>;
  readonly isLong?: true;
  /** Takes so long that it is run by its name only. */
  readonly isByName?: true;
}

const parts: Readonly<Record<string, Part>> = {
  placement: { measure: placementFigures },
  'what-if': { measure: whatIfFigures },
  commits: { measure: commitFigures },
  placing: { measure: placingFigures },
  exam: { measure: examFigures },
  screens: { measure: screenFigures, isLong: true },
  live: { measure: liveFigures, isLong: true },
  failover: { measure: failoverFigures, isLong: true },
  fleet: { measure: fleetFigures, isLong: true },
  months: { measure: monthFigures, isByName: true },
};

const strange = wanted.filter((name) => !Object.hasOwn(parts, name));
if (strange.length > 0) throw new Error(`${strange.join(', ')}: there is only ${Object.keys(parts).join(', ')}`);

console.log(`Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
console.log(
  'Medians of several runs after a warm-up; expect a tenth more or less, and more where others are at work.\n',
);
for (const [name, { measure, isLong = false, isByName = false }] of Object.entries(parts)) {
  if (wanted.length > 0 ? !wanted.includes(name) : isByName || isLeftOut(isLong)) continue;
  const figures = await measure();
  // How many wanted to run beside it decides how much of the times is waiting.
  console.log(`${name}, at a load of ${loadavg()[0]?.toFixed(1)}\n${table(figures)}\n`);
}
