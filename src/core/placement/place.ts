import type { Verdict, WorkerVerdict } from '../domain/session/index.ts';
import type { Template } from '../domain/template/index.ts';
import { type Resource, resources, type Worker } from '../domain/worker/index.ts';
import { type Instant, toIso } from '../kernel/index.ts';
import { type Fit, fitOn, nextMinute } from './fit.ts';
import type { Fleet, PlacementRequest, Window } from './fleet.ts';
import { couldEverHold, type Fresh, isInTimeForNew, lackedEverywhere, newWorkerFor, whatLimits } from './new-worker.ts';
import { foreignOn, freePorts } from './ports.ts';
import { timelineOf } from './timeline.ts';

/** Where a session goes, and why; or why it goes nowhere as asked. */
export type Decision =
  | {
      readonly kind: 'place';
      readonly worker: Worker;
      readonly window: Window;
      readonly ports: Readonly<Record<string, number>>;
      readonly why: string;
      readonly verdict: Verdict;
    }
  | { readonly kind: 'plan'; readonly template: Template; readonly why: string; readonly verdict: Verdict }
  | { readonly kind: 'refuse'; readonly verdict: Verdict };

/**
 * Picks a worker that keeps the start that was asked for; among several the one that costs least: one that runs anyway
 * before one that must be started, and the fuller one, so that others can be switched off. If none can, a new worker of
 * the cheapest template that can. Pure: the scheduler, dry runs and what-if ask the same function.
 */
export function place(request: PlacementRequest, fleet: Fleet): Decision {
  const { region } = request;
  if (region === undefined) return placeAnywhere(request, fleet);
  const near = placeAnywhere(request, within(fleet, region.name));
  if (near.kind !== 'refuse' || region.only) return near;
  const far = placeAnywhere(request, fleet);
  return far.kind === 'refuse' ? far : outOf(region.name, far);
}

/** A host there, or a new one, before any elsewhere: also when another runs already. */
function within(fleet: Fleet, region: string): Fleet {
  const isThere = ({ spec }: { readonly spec: { readonly region: string } }): boolean => spec.region === region;
  const { workers, templates } = fleet;
  return { ...fleet, workers: workers.filter(isThere), everywhere: workers, templates: templates.filter(isThere) };
}

function outOf(region: string, decision: Exclude<Decision, { kind: 'refuse' }>): Decision {
  const why = `${decision.why}; in ${region} nothing can`;
  return { ...decision, why, verdict: { ...decision.verdict, summary: why } };
}

function placeAnywhere(request: PlacementRequest, fleet: Fleet): Decision {
  const { settings, now, foreignPorts } = fleet;
  const asked = { request, settings, now, foreignPorts };
  const present = fleet.workers.filter(({ status }) => status !== 'terminated');
  const fits = present.map((worker) => fitOn(worker, asked));
  const best = cheapest(fits, fleet.now);
  const fresh = newWorkerFor(request, fleet);
  const placed = best && placedOn(best, { fits, fleet, fresh, request });
  if (placed) return placed;
  if (fresh && (request.start === undefined || request.start >= fresh.window.start)) {
    const why = `a new worker of template ${fresh.template.name}: no worker there is can hold it in time`;
    return {
      kind: 'plan',
      template: fresh.template,
      why,
      verdict: { ...verdictOf(fits, { placed: false, summary: why }, fleet), earliestStart: fresh.window.start },
    };
  }
  const explained = present.map((worker) => fitOn(worker, { ...asked, explain: true }));
  return { kind: 'refuse', verdict: refusal(explained, { request, fleet, fresh }) };
}

function placedOn(
  best: Fit,
  on: { fits: readonly Fit[]; fleet: Fleet; fresh: Fresh | undefined; request: PlacementRequest },
): Decision | undefined {
  const { worker, window } = best;
  const ports = freePorts(worker, on.request.portNames, foreignOn(worker, on.fleet.foreignPorts));
  if (!window || !ports) return undefined;
  // As soon as possible means that: a new worker that would be ready earlier than the best one is no reason to wait.
  if (on.fresh && waitsTooLong(window, on.fresh.window, on.request)) return undefined;
  const why = whyThis(best, on.fleet);
  return {
    kind: 'place',
    worker,
    window,
    ports,
    why,
    verdict: verdictOf(on.fits, { placed: true, summary: why }, on.fleet),
  };
}

function waitsTooLong(has: Window, fresh: Window, request: PlacementRequest): boolean {
  return request.start === undefined && fresh.start < has.start;
}

/** The first of the cheapest, so that the answer never depends on luck. */
function cheapest(fits: readonly Fit[], now: Instant): Fit | undefined {
  let best: { readonly fit: Fit; readonly cost: readonly number[] } | undefined;
  for (const fit of fits) {
    if (fit.window === undefined) continue;
    const cost = costOf(fit, now);
    if (best === undefined || isLess(cost, best.cost)) best = { fit, cost };
  }
  return best?.fit;
}

/** In order of weight: the wait, whether a host must be started, whether one must be launched, how empty it is, its age. */
function costOf({ worker, window }: Fit, now: Instant): readonly number[] {
  const runs = worker.status === 'running' && worker.desired === 'running' ? 0 : 1;
  const exists = worker.instanceId === undefined ? 1 : 0;
  const load = timelineOf(worker.reservations).cores / Math.max(worker.spec.capacity.cpuCores, 1);
  const wait = Math.round(((window?.start ?? now) - now) / 1000);
  return [wait, runs, exists, -load, worker.createdAt];
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function count(workers: number): string {
  return `${workers} worker${workers === 1 ? '' : 's'}`;
}

function whyThis({ worker, window }: Fit, fleet: Fleet): string {
  const others = Object.keys(worker.reservations).length;
  const state =
    worker.status === 'running'
      ? 'runs already'
      : `is ${worker.status} and is started in time for ${iso(window?.start)}`;
  const company = others === 0 ? 'is empty' : `holds ${others} other session${others === 1 ? '' : 's'}`;
  return `${worker.name} ${state}, ${company} and fits, out of ${count(fleet.workers.length)}`;
}

function refusal(
  fits: readonly Fit[],
  on: { request: PlacementRequest; fleet: Fleet; fresh: Fresh | undefined },
): Verdict {
  const { request, fleet, fresh } = on;
  const starts = fits.flatMap(({ verdict }) => verdict.earliestStart ?? []);
  if (fresh) starts.push(nextMinute(fresh.window.start));
  const earliestStart = starts.length === 0 ? undefined : starts.reduce((a, b) => (b < a ? b : a));
  const wouldHelp = earliestStart === undefined ? [] : [`start at ${iso(earliestStart)}`];
  return {
    ...verdictOf(fits, { placed: false, summary: whyNowhere(earliestStart, on) }, fleet),
    earliestStart,
    wouldHelp: [...wouldHelp, ...whatWouldHelp(fits, { request, fleet, fresh })],
  };
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

function iso(at: Instant | undefined): string {
  return at === undefined ? 'once' : `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;
}
