import { runSeeds } from '@lcm/simulation/run-seeds';
import type { SimulationReport } from '@lcm/simulation/simulate';
import { type Figure, quantile } from './harness.ts';

const months = 10;
/** Of so many months one has two control planes over the one store. */
const twoPlanesEvery = 3;

/** The whole product through months of exams in virtual time, with trouble now and then; every invariant has to hold. */
export async function monthFigures(): Promise<Figure[]> {
  const runs = Array.from({ length: months }, (_, index) => ({
    seed: index + 1,
    profile: 'month' as const,
    controlPlanes: index % twoPlanesEvery === 0 ? 2 : 1,
  }));
  const began = performance.now();
  const reports = await runSeeds(runs, say);
  const seconds = (performance.now() - began) / 1_000;
  const all = (of: (report: SimulationReport) => number): number => reports.reduce((sum, each) => sum + of(each), 0);
  const ready = reports.map(({ punctuality }) => punctuality.inTime / punctuality.promised);
  const broken = reports.flatMap(({ seed, violations }) =>
    violations.map(({ invariant }) => `${invariant} in ${seed}`),
  );
  return [
    { what: 'exam months of the whole product: sessions', measured: count(all(sessionsOf)), aim: '' },
    {
      what: '… ready 2 minutes before the start, of those that had a place 45 minutes before',
      measured: `median ${percent(quantile(ready, 0.5))}, worst ${percent(Math.min(...ready))} of ${months}; ${count(all(lateOf))} late`,
      aim: '',
    },
    { what: '… host-minutes', measured: count(all(({ hostMinutes }) => hostMinutes)), aim: '' },
    {
      what: '… processes that died; leaders',
      measured: `${count(all(({ deaths }) => deaths))}; ${count(all(({ terms }) => terms))}`,
      aim: '',
    },
    { what: '… invariants that were broken', measured: broken.length === 0 ? 'none' : broken.join(', '), aim: 'none' },
    { what: '… measured in', measured: `${Math.round(seconds)} s, ${Math.round(seconds / months)} s a month`, aim: '' },
  ];
}

function say({ seed, violations, ...report }: SimulationReport): void {
  const { inTime, promised } = report.punctuality;
  console.log(
    `month ${seed}: ${sessionsOf(report)} sessions, ${inTime} of ${promised} ready in time, ${report.hostMinutes} host-minutes`,
  );
  for (const { invariant, what, at } of violations) console.log(`  ${invariant} is broken at ${at}: ${what}`);
}

function sessionsOf({ sessions }: Pick<SimulationReport, 'sessions'>): number {
  return Object.values(sessions).reduce((sum, each) => sum + each, 0);
}

function lateOf({ punctuality: { promised, inTime } }: SimulationReport): number {
  return promised - inTime;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
