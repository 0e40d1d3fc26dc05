import { isOffered, type Template } from '../domain/template/index.ts';
import { effectiveCapacity, lackedDefinitions, nothing, shortages, spendingOf } from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';
import { type Fleet, newHostReadyAt, type PlacementRequest, prepareMs, type Window, windowAt } from './fleet.ts';

/** A worker that could be made for a session, and when it would serve it. */
export interface Fresh {
  readonly template: Template;
  readonly window: Window;
}

/** The cheapest template of which one more worker may exist, and the earliest that it would serve the session. */
export function newWorkerFor(request: PlacementRequest, fleet: Fleet): Fresh | undefined {
  const { settings, now } = fleet;
  const template = holding(request, fleet)
    .filter((each) => belowCeiling(each, fleet) && neededBudget(each, request, fleet) === undefined)
    .toSorted((a, b) => a.spec.hourlyCostUsd - b.spec.hourlyCostUsd || (a.name < b.name ? -1 : 1))[0];
  if (template === undefined) return undefined;
  return { template, window: windowAt(newWorkerStart(request, fleet), now, { request, settings }) };
}

/** The earliest start that a worker which does not exist yet could keep. */
export function newWorkerStart(request: PlacementRequest, { settings, now }: Fleet): Instant {
  return instant(newHostReadyAt(now, settings) + prepareMs(request, settings));
}

/** Whether anything there is, or might be made of any template, is large enough. */
export function couldEverHold(request: PlacementRequest, { workers, templates }: Fleet): boolean {
  const knows = templates.filter((template) => lackedBy(template, request, workers).length === 0);
  const able = workers.filter((worker) => lackedDefinitions(worker, request.nodeDefinitions).length === 0);
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
  { nodeDefinitions }: PlacementRequest,
  workers: Fleet['workers'],
): readonly string[] {
  if (nodeDefinitions === undefined) return [];
  const alike = workers.filter((worker) => worker.spec.imageName === spec.imageName);
  const lacked = alike.map((worker) => lackedDefinitions(worker, nodeDefinitions));
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
  return workers.filter((worker) => worker.spec.region === spec.region && worker.status !== 'terminated').length;
}

/** What the template's month would cost with one more worker for the session, when that is beyond its budget. */
function neededBudget(
  { name, spec, monthlyBudgetUsd }: Template,
  { durationMs }: PlacementRequest,
  { workers, everywhere = workers, settings, now }: Fleet,
): number | undefined {
  if (monthlyBudgetUsd === undefined) return undefined;
  const made = everywhere.filter(({ template }) => template === name);
  const { spentUsd, bookedUsd } = spendingOf(made, now);
  const runsMs = settings.newLeadMs + durationMs + settings.teardownMs;
  const needed = spentUsd + bookedUsd + (runsMs / 3_600_000) * spec.hourlyCostUsd;
  return needed > monthlyBudgetUsd ? Math.ceil(needed) : undefined;
}
