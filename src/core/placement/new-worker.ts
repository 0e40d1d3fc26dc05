import { isOffered, type Template } from '../domain/template/index.ts';
import { effectiveCapacity, lackedOn, nothing, shortages, spendingOf } from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';
import { type Fleet, type PlacementRequest, type Window, windowAt } from './fleet.ts';
import { leadMs, newHostReadyAt, prepareMs } from './leads.ts';
import type { HostKind } from './learned.ts';

/** A worker that could be made for a session, and when it would serve it. */
export interface Fresh {
  readonly template: Template;
  readonly window: Window;
}

/**
 * The template of which one more worker may exist, and the earliest that it would serve the session: the cheapest of those
 * that keep its start; where none does, the quickest.
 */
export function newWorkerFor(request: PlacementRequest, fleet: Fleet): Fresh | undefined {
  const { settings, now } = fleet;
  const [cheapest, ...others] = holding(request, fleet)
    .filter((each) => belowCeiling(each, fleet) && neededBudget(each, request, fleet) === undefined)
    .toSorted((a, b) => a.spec.hourlyCostUsd - b.spec.hourlyCostUsd || (a.name < b.name ? -1 : 1))
    .map((template) => ({ template, start: newWorkerStart(hostOf(template), request, fleet) }));
  if (cheapest === undefined) return undefined;
  const { start: wanted = cheapest.start } = request;
  const all = [cheapest, ...others];
  const quickest = all.reduce((best, each) => (each.start < best.start ? each : best));
  const { template, start } = all.find((each) => each.start <= wanted) ?? quickest;
  return { template, window: windowAt(start, now, { request, settings }) };
}

function hostOf({ name, spec }: Template): HostKind {
  return { template: name, spec };
}

/** The earliest start that a worker of that kind which does not exist yet could keep. */
function newWorkerStart(kind: HostKind, request: PlacementRequest, { settings, now }: Fleet): Instant {
  return instant(newHostReadyAt(kind, now, settings) + prepareMs(request, settings));
}

/** Of a template that nobody has defined yet, no boot is known. */
const anyHost: HostKind = { template: '', spec: { instanceType: '' } };

/** Whether the worker of some template, or without any of one to be made, could be there in time. */
export function isInTimeForNew(request: PlacementRequest, fleet: Fleet): boolean {
  const { start } = request;
  if (start === undefined) return true;
  const kinds = fleet.templates.length === 0 ? [anyHost] : fleet.templates.map(hostOf);
  return kinds.some((kind) => newWorkerStart(kind, request, fleet) <= start);
}

/** Whether anything there is, or might be made of any template, is large enough. */
export function couldEverHold(request: PlacementRequest, { workers, templates }: Fleet): boolean {
  const knows = templates.filter((template) => lackedBy(template, request, workers).length === 0);
  const able = workers.filter((worker) => lackedOn(worker, request).length === 0);
  return [...able, ...knows].some((each) => couldHold(each, request));
}

/** What would have to be more for a new worker to be made; undefined when no template is large enough for it. */
export function whatLimits(request: PlacementRequest, fleet: Fleet): readonly string[] | undefined {
  const templates = holding(request, fleet);
  if (templates.length === 0) return undefined;
  const room = templates.filter((template) => belowCeiling(template, fleet));
  if (room.length === 0) {
    const there = Math.min(...templates.map((template) => workersInRegionOf(template, fleet)));
    return [`a ceiling of more than ${there} workers a region`];
  }
  return room.flatMap((template) => {
    const needed = neededBudget(template, request, fleet);
    if (needed === undefined) return [];
    const { name, monthlyBudgetUsd } = template;
    return [`a monthly budget of ${needed} USD for template ${name}, which has ${monthlyBudgetUsd} USD`];
  });
}

/** What no host that was ever looked at can run of it, and none of a template's will either; in words. */
export function lackedEverywhere(request: PlacementRequest, { workers, templates }: Fleet): readonly string[] {
  const large = templates.filter((template) => isOffered(template) && couldHold(template, request));
  const [first = [], ...others] = large.map((template) => lackedBy(template, request, workers));
  return others.some((lacked) => lacked.length === 0) ? [] : first;
}

function holding(request: PlacementRequest, { templates, workers, everywhere = workers }: Fleet): readonly Template[] {
  return templates.filter(
    (template) =>
      isOffered(template) && couldHold(template, request) && lackedBy(template, request, everywhere).length === 0,
  );
}

/**
 * A host that does not exist yet has what its image has. Those made of the same one have shown what that is, unless
 * somebody has added to them: what one of them lacks, the next one will lack too, and another launch would change nothing.
 */
function lackedBy(
  { spec }: Pick<Template, 'spec'>,
  request: PlacementRequest,
  workers: Fleet['workers'],
): readonly string[] {
  if (request.nodeDefinitions === undefined && request.cmlVersions === undefined) return [];
  const alike = workers.filter((worker) => worker.spec.imageName === spec.imageName);
  const lacked = alike.map((worker) => lackedOn(worker, request));
  return lacked.find((words) => words.length > 0) ?? [];
}

function couldHold({ spec }: Pick<Template, 'spec'>, request: PlacementRequest): boolean {
  const ports = spec.portRange.last - spec.portRange.first + 1;
  const short = shortages(effectiveCapacity({ spec, license: { status: 'unregistered' } }), nothing, request.needs);
  return Object.keys(short).length === 0 && request.portNames.length <= ports;
}

function belowCeiling(template: Template, fleet: Fleet): boolean {
  return workersInRegionOf(template, fleet) < fleet.settings.ceilingPerRegion;
}

function workersInRegionOf({ spec }: Template, { workers }: Fleet): number {
  let count = 0;
  for (const worker of workers) {
    if (worker.spec.region === spec.region && worker.status !== 'terminated') count += 1;
  }
  return count;
}

/** What the template's month would cost with one more worker for the session, when that is beyond its budget. */
function neededBudget(
  template: Template,
  { durationMs }: PlacementRequest,
  { workers, everywhere = workers, settings, now }: Fleet,
): number | undefined {
  const { name, spec, monthlyBudgetUsd } = template;
  if (monthlyBudgetUsd === undefined) return undefined;
  const made = everywhere.filter((worker) => worker.template === name);
  const { spentUsd, bookedUsd } = spendingOf(made, now);
  const runsMs = leadMs('launch', hostOf(template), settings) + durationMs + settings.teardownMs;
  const needed = spentUsd + bookedUsd + (runsMs / 3_600_000) * spec.hourlyCostUsd;
  return needed > monthlyBudgetUsd ? Math.ceil(needed) : undefined;
}
