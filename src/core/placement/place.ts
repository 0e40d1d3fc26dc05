import type { Verdict } from '../domain/session/index.ts';
import type { Template } from '../domain/template/index.ts';
import type { Worker } from '../domain/worker/index.ts';
import type { Asked, Fit } from './fit.ts';
import type { Fleet, PlacementRequest, Window } from './fleet.ts';
import { type Fresh, newWorkerFor } from './new-worker.ts';
import { bestFit } from './pick.ts';
import { foreignOn, freePorts } from './ports.ts';
import { inRegion } from './ranking.ts';
import { acceptance, iso, refusal } from './verdict.ts';

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
  const { workers, templates } = fleet;
  const there = templates.filter(({ spec }) => spec.region === region);
  return { ...fleet, workers: inRegion(workers, region), everywhere: workers, templates: there };
}

function outOf(region: string, decision: Exclude<Decision, { kind: 'refuse' }>): Decision {
  const why = `${decision.why}; in ${region} nothing can`;
  const explain = (): Verdict => ({ ...decision.verdict, summary: why });
  if (decision.kind === 'plan') return explained({ kind: 'plan', template: decision.template, why }, explain);
  const { worker, window, ports } = decision;
  return explained({ kind: 'place', worker, window, ports, why }, explain);
}

function placeAnywhere(request: PlacementRequest, fleet: Fleet): Decision {
  const { settings, now, foreignPorts } = fleet;
  const asked = { request, settings, now, foreignPorts };
  const best = bestFit(fleet, asked);
  // Whoever has a place at the start that was asked for needs no new worker.
  const fresh = best !== undefined && request.start !== undefined ? undefined : newWorkerFor(request, fleet);
  const placed = best && placedOn(best, { fleet, fresh, asked });
  if (placed) return placed;
  if (fresh && (request.start === undefined || request.start >= fresh.window.start)) {
    const { template, window } = fresh;
    const why = `a new worker of template ${template.name}: no worker there is can hold it in time`;
    return explained({ kind: 'plan', template, why }, () => ({
      ...acceptance(why, { fleet, asked }),
      earliestStart: window.start,
    }));
  }
  return explained({ kind: 'refuse' }, () => refusal(asked, { fleet, fresh }));
}

/** Together with its reasons, which look at every worker: they are put into words when somebody reads them, once. */
function explained<const Decided extends object>(
  decided: Decided,
  explain: () => Verdict,
): Decided & { readonly verdict: Verdict } {
  let made: Verdict | undefined;
  return {
    ...decided,
    get verdict(): Verdict {
      made ??= explain();
      return made;
    },
  };
}

function placedOn(
  best: Fit,
  { fleet, fresh, asked }: { fleet: Fleet; fresh: Fresh | undefined; asked: Asked },
): Decision | undefined {
  const { worker, window } = best;
  const { request, foreignPorts } = asked;
  const ports = freePorts(worker, request.portNames, foreignOn(worker, foreignPorts));
  if (!window || !ports) return undefined;
  // As soon as possible means that: a new worker that would be ready earlier than the best one is no reason to wait.
  if (fresh && waitsTooLong(window, fresh.window, request)) return undefined;
  const why = whyThis(best, fleet);
  return explained({ kind: 'place', worker, window, ports, why }, () =>
    acceptance(why, { fleet, asked, chosen: worker }),
  );
}

function waitsTooLong(has: Window, fresh: Window, request: PlacementRequest): boolean {
  return request.start === undefined && fresh.start < has.start;
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
