import type { Verdict, WorkerVerdict } from '../domain/session/index.ts';
import { type Resource, resources, type Worker } from '../domain/worker/index.ts';
import { type Instant, toIso } from '../kernel/index.ts';
import { type Asked, type Fit, fitOn, nextMinute } from './fit.ts';
import type { Fleet, PlacementRequest } from './fleet.ts';
import { nearest, reasonsOf } from './nearest.ts';
import { couldEverHold, type Fresh, isInTimeForNew, lackedEverywhere, whatLimits } from './new-worker.ts';

/** What workers answer to a request that was placed, the chosen one among them, or that a new worker is planned for. */
export function acceptance(
  summary: string,
  { fleet, asked, chosen }: { fleet: Fleet; asked: Asked; chosen?: Worker | undefined },
): Verdict {
  const { workers } = fleet;
  const most = workers.length > mostShown ? mostBeside : mostShown;
  const alive = workers.length > mostShown ? chosenFirst(workers, chosen) : workers;
  const fits = fitsOf(alive.slice(0, most), asked);
  const count = alive.slice(most).filter(isAlive).length;
  const others = count === 0 ? {} : { others: [{ reason: 'not needed', count }] };
  return { ...verdictOf(fits, { placed: chosen !== undefined, summary }, fleet), ...others };
}

/** A verdict goes into the history of every session: of a large fleet it names so many workers, and counts the rest. */
const mostShown = 20;

/** Who has a place asks less about the others: each of them would cost more to keep than to find. */
const mostBeside = 5;

function chosenFirst(workers: readonly Worker[], chosen: Worker | undefined): readonly Worker[] {
  return chosen === undefined ? workers : [chosen, ...workers.filter(({ id }) => id !== chosen.id)];
}

/** The same of one that is refused, with when each would take it and what would make it work. */
export function refusal(asked: Asked, { fleet, fresh }: { fleet: Fleet; fresh: Fresh | undefined }): Verdict {
  const { request } = asked;
  const alive = fleet.workers.filter(isAlive);
  const named = alive.length > mostShown ? nearest(alive, asked, mostShown) : alive;
  const fits = fitsOf(named, { ...asked, explain: true });
  const starts = fits.flatMap(({ verdict }) => verdict.earliestStart ?? []);
  if (fresh) starts.push(nextMinute(fresh.window.start));
  const earliestStart = starts.length === 0 ? undefined : starts.reduce((a, b) => (b < a ? b : a));
  const wouldHelp = earliestStart === undefined ? [] : [`start at ${iso(earliestStart)}`];
  return {
    ...verdictOf(fits, { placed: false, summary: whyNowhere(earliestStart, { request, fleet }) }, fleet),
    ...(alive.length > named.length && { others: reasonsOf(fleet.workers, new Set(named), asked) }),
    earliestStart,
    wouldHelp: [...wouldHelp, ...whatWouldHelp(fits, { request, fleet, fresh })],
  };
}

function isAlive({ status }: Worker): boolean {
  return status !== 'terminated';
}

function fitsOf(workers: readonly Worker[], asked: Asked): readonly Fit[] {
  return workers.filter(isAlive).map((worker) => fitOn(worker, asked));
}

function whyNowhere(
  earliestStart: Instant | undefined,
  { request, fleet }: { request: PlacementRequest; fleet: Fleet },
): string {
  if (earliestStart !== undefined) {
    return `not possible at ${iso(request.start)}; the earliest start is ${iso(earliestStart)}`;
  }
  const needs = inUnits(request.needs);
  const couldEver = couldEverHold(request, fleet);
  const lacked = couldEver ? [] : lackedEverywhere(request, fleet);
  if (lacked.length > 0) return `no worker and no template can run it: ${lacked.join(', ')}`;
  if (!couldEver) return `no worker and no template can ever hold it: it needs ${needs}`;
  return `no start can be promised: no worker takes it as things are, and no new one may be made; it needs ${needs}`;
}

function whatWouldHelp(
  fits: readonly Fit[],
  { request, fleet, fresh }: { request: PlacementRequest; fleet: Fleet; fresh: Fresh | undefined },
): readonly string[] {
  // More room is of no use on a worker that something else speaks against.
  const more = fits.map(({ verdict }) => verdict).filter(({ obstacles }) => obstacles.length === 0);
  const hints = more.map((each) => `${inUnits(each.short)} more on ${each.name}${inForeignHands(each)}`);
  if (fresh !== undefined || !isInTimeForNew(request, fleet)) return hints;
  const lacked = lackedEverywhere(request, fleet);
  if (lacked.length > 0) return [...hints, `a worker with what is missing: ${lacked.join(', ')}`];
  const limits = whatLimits(request, fleet);
  return [...hints, ...(limits ?? [`a template with at least ${inUnits(request.needs)}`])];
}

function inForeignHands({ foreignPorts = 0 }: WorkerVerdict): string {
  return foreignPorts === 0 ? '' : `, where labs that no session has hold ${inUnits({ ports: foreignPorts })}`;
}

function verdictOf(
  fits: readonly Fit[],
  { placed, summary }: { placed: boolean; summary: string },
  fleet: Fleet,
): Verdict {
  const workers: readonly WorkerVerdict[] = fits.map(({ verdict }) => verdict);
  return { decidedAt: fleet.now, placed, summary, workers, wouldHelp: [] };
}

const units = {
  cpuCores: (n: number) => (n === 1 ? '1 core' : `${round(n)} cores`),
  memoryMiB: (n: number) => `${round(n / 1024)} GiB memory`,
  storageGiB: (n: number) => `${round(n)} GiB storage`,
  nodes: (n: number) => `${n} licensed nodes`,
} satisfies Record<Resource, (n: number) => string>;

function inUnits(amounts: Partial<Record<Resource | 'ports', number>>): string {
  const parts = resources
    .filter((resource) => (amounts[resource] ?? 0) > 0)
    .map((resource) => units[resource](amounts[resource] ?? 0));
  if (amounts.ports) parts.push(amounts.ports === 1 ? '1 port' : `${amounts.ports} ports`);
  return parts.join(', ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function iso(at: Instant | undefined): string {
  return at === undefined ? 'once' : `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;
}
