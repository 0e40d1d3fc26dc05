import { runs } from './options.ts';

/** One line of the table: what was measured, and what is aimed at. Nothing is asserted: machines differ, figures scatter. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly aim: string;
}

export interface Sample {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Repeats the work for a while and says how often it fits into a second, and how long single turns took. */
export async function sample(work: (turn: number) => unknown, { forMs = 1_000 } = {}): Promise<Sample> {
  const turns: number[] = [];
  const started = performance.now();
  let now = started;
  while (now - started < forMs) {
    await work(turns.length);
    const after = performance.now();
    turns.push(after - now);
    now = after;
  }
  return {
    perSecond: (turns.length / (now - started)) * 1_000,
    p50Ms: quantile(turns, 0.5),
    p95Ms: quantile(turns, 0.95),
    p99Ms: quantile(turns, 0.99),
  };
}

/** The median of several samples, after one that only warms up: single ones scatter by a tenth and more. */
export async function median(once: () => Promise<Sample>, samples = 5): Promise<Sample> {
  await once();
  const taken: Sample[] = [];
  while (taken.length < runs(samples)) taken.push(await once());
  const of = (key: keyof Sample): number =>
    quantile(
      taken.map((each) => each[key]),
      0.5,
    );
  return { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p95Ms: of('p95Ms'), p99Ms: of('p99Ms') };
}

/** How the first compares to the second, measured side by side in one run. */
export function ratio(a: Sample, b: Sample): string {
  return `${(a.perSecond / b.perSecond).toFixed(2)} x`;
}

export function inWords({ perSecond, p50Ms, p95Ms, p99Ms }: Sample): string {
  return `${Math.round(perSecond).toLocaleString('en')}/s, p50 ${ms(p50Ms)}, p95 ${ms(p95Ms)}, p99 ${ms(p99Ms)}`;
}

/** How long single turns of something slow took, and what of it was not waiting for others, after one that only warms up. */
export function timed(work: () => unknown, turns = 15): string {
  work();
  const took: number[] = [];
  const ofACore: number[] = [];
  while (took.length < runs(turns)) {
    const [from, before] = [performance.now(), process.threadCpuUsage()];
    work();
    took.push(performance.now() - from);
    const { user, system } = process.threadCpuUsage(before);
    ofACore.push((user + system) / 1_000);
  }
  const [middle, core] = [took, ofACore].map((values) => quantile(values, 0.5).toFixed(0));
  return `p50 ${middle} ms, max ${Math.max(...took).toFixed(0)} ms of ${took.length}; p50 ${core} ms of a core`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 3 : 0)} ms`;
}

export function table(figures: readonly Figure[]): string {
  const rows = [{ what: 'what', measured: 'measured', aim: 'aim' }, ...figures];
  const width = (key: keyof Figure): number => Math.max(...rows.map((row) => row[key].length));
  const line = ({ what, measured, aim }: Figure): string =>
    `${what.padEnd(width('what'))}  ${measured.padEnd(width('measured'))}  ${aim}`;
  return rows.map(line).join('\n');
}
