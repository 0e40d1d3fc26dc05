import { nothing } from '../domain/worker/index.ts';
import { addedMs, restsOf } from './added-time.ts';
import { type Board, boardWithin, isFull } from './board.ts';
import { type Asked, type Fit, fitOn, isFree, startBefore } from './fit.ts';
import { type Fleet, type PlacementRequest, type Window, windowAt } from './fleet.ts';
import { hostReadyAt, prepareMs } from './leads.ts';
import { foreignOn } from './ports.ts';
import { ranked } from './ranking.ts';
import type { Seat } from './seat.ts';
import { exceeds } from './timeline.ts';

/**
 * The worker that a session goes to, of those that can hold it: where it waits least, then in their order of preference.
 * Most workers are passed over by what is known of them already; only one that may be taken is asked in full.
 */
export function bestFit(fleet: Fleet, asked: Asked): Fit | undefined {
  return asked.request.start === undefined ? soonest(fleet, asked) : first(fleet, asked);
}

/**
 * All keep the same start, so what counts is for how much longer a host is up for it; then the order of preference. One that
 * is up anyway needs no comparing.
 */
function first({ workers }: Fleet, asked: Asked): Fit | undefined {
  const window = windowAt(asked.request.start ?? asked.now, asked.now, asked);
  const board = boardWithin(workers, window);
  let best: Fit | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { seat, at } of ranked(workers)) {
    if (isFullOn(board, at, asked) || !mightHold(seat, asked)) continue;
    const added = addedMs(seat, window, restsOf(seat, asked));
    const fit = added < least ? fitIn(window, seat, asked) : undefined;
    if (fit === undefined) continue;
    if (added === 0) return fit;
    [best, least] = [fit, added];
  }
  return best;
}

function isFullOn(board: Board | undefined, at: number, { request }: Asked): boolean {
  return board !== undefined && isFull(board, at, request.needs);
}

function fitIn(window: Window, seat: Seat, asked: Asked): Fit | undefined {
  const fit = isFree(seat, window, asked) ? fitOn(seat.worker, asked) : undefined;
  return fit?.window === undefined ? undefined : fit;
}

function soonest({ workers }: Fleet, asked: Asked): Fit | undefined {
  let best: Fit | undefined;
  // Of those who wait as many seconds the first is the best: only who waits less is of interest.
  let limit = Number.POSITIVE_INFINITY;
  for (const { seat } of ranked(workers)) {
    const fit = mightHold(seat, asked) ? sooner(seat, limit, asked) : undefined;
    if (fit?.window === undefined) continue;
    best = fit;
    limit = firstInstantOf(fit.window.start - asked.now) + asked.now;
  }
  return best;
}

function sooner(seat: Seat, limit: number, asked: Asked): Fit | undefined {
  const { worker } = seat;
  const possible = hostReadyAt(worker, asked.now, asked.settings) + prepareMs(asked.request, asked.settings);
  if (possible >= limit || startBefore(seat, limit, asked) === undefined) return undefined;
  return fitOn(worker, asked);
}

/** The shortest wait that is as many seconds when it is rounded. */
function firstInstantOf(waitMs: number): number {
  return Math.round(waitMs / 1000) * 1000 - 500;
}

/** Whether there is anything to look at: it takes sessions, and would hold this one if it were empty. */
export function mightHold({ worker, capacity, isOpen, freePorts }: Seat, { request, foreignPorts }: Asked): boolean {
  if (!isOpen || exceeds(nothing, { capacity, needs: request.needs })) return false;
  return hasPorts(freePorts - foreignOn(worker, foreignPorts).length, request);
}

function hasPorts(free: number, { portNames }: PlacementRequest): boolean {
  return portNames.length <= free;
}
