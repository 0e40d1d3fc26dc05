import { type Amounts, maintenanceDuring, type Worker, windowsOf } from '../domain/worker/index.ts';
import { type Instant, SeededRandom } from '../kernel/index.ts';
import { nextMinute, timelineNow } from './fit.ts';
import { type Fleet, obstaclesOf, type PlacementRequest, type Window, windowAt } from './fleet.ts';
import { hostReadyAt, prepareMs } from './leads.ts';
import { newWorkerFor } from './new-worker.ts';
import { foreignOn } from './ports.ts';
import { inRegion, ranked, withWorker } from './ranking.ts';
import type { Seat } from './seat.ts';
import { plannedWorker } from './take-seat.ts';
import { add, exceeds, peakOf, type Timeline } from './timeline.ts';

/** A session of which many are wanted at once; when, is what is asked about. */
type SeatRequest = Omit<PlacementRequest, 'start'>;

/** A worker that could hold the session, and what of it does not depend on when that is. */
interface Host {
  readonly seat: Seat;
  readonly timeline: Timeline;
  readonly readyAt: number;
  /** So many by its ports. */
  readonly most: number;
}

/** Workers that could be made for a start are looked for so many times at most. */
const mostMade = 64;

/**
 * How many sessions alike fit at a start, up to a number: as many as would be placed one after the other, but counted
 * worker by worker, so that a week of starts is seen at once. The budgets of templates are asked for new workers only.
 */
export class SeatCount {
  readonly #request: SeatRequest;
  readonly #fleet: Fleet;
  readonly #hosts: readonly Host[];

  constructor(request: SeatRequest, fleet: Fleet) {
    this.#request = request;
    this.#fleet = within(request, fleet);
    this.#hosts = hostsOf(request, this.#fleet);
  }

  at(start: Instant, atMost: number): number {
    const window = this.#windowAt(start);
    let seats = 0;
    for (const host of this.#hosts) {
      if (seats >= atMost) return seats;
      if (host.readyAt <= start) seats += roomOn(host, window, { needs: this.#request.needs, most: atMost - seats });
    }
    return seats + this.#onNew(start, atMost - seats);
  }

  /**
   * The first start not before one on which so many fit. Room only grows where something ends or a host is ready: those
   * starts are tried, up to a number of them, and none other can be earlier.
   */
  earliest(from: Instant, wanted: number): Instant | undefined {
    return this.#starts(from).find((start) => this.at(start, wanted) >= wanted);
  }

  #starts(from: Instant): readonly Instant[] {
    const { settings, now } = this.#fleet;
    const leadMs = prepareMs(this.#request, settings) + settings.marginMs;
    const grows = this.#hosts.flatMap(({ seat: { worker }, timeline, readyAt }) => [
      readyAt,
      ...[...timeline.times, ...windowsOf(worker).map(({ until }) => until)].map((end) => end + leadMs),
    ]);
    const fresh = newWorkerFor({ ...this.#request, start: undefined }, this.#fleet);
    const all = [from, ...grows, fresh?.window.start ?? now].map((at) => nextMinute(at)).filter((at) => at >= from);
    return [...new Set(all)].toSorted((a, b) => a - b).slice(0, mostStarts);
  }

  #windowAt(start: Instant): Window {
    const { settings, now } = this.#fleet;
    return windowAt(start, now, { request: this.#request, settings });
  }

  /** Each new one is there for all of the sessions that it can hold. */
  #onNew(start: Instant, atMost: number): number {
    const request = { ...this.#request, start };
    const random = new SeededRandom(1);
    let fleet = this.#fleet;
    let seats = 0;
    for (let made = 0; made < mostMade && seats < atMost; made += 1) {
      const fresh = newWorkerFor(request, fleet);
      if (fresh === undefined || fresh.window.start > start) return seats;
      const worker = plannedWorker(fresh.template, { random, now: fleet.now });
      const [host] = hostsOf(request, { ...fleet, workers: [worker] });
      if (host === undefined || host.readyAt > start) return seats;
      seats += roomOn(host, this.#windowAt(start), { needs: request.needs, most: atMost - seats });
      fleet = { ...fleet, workers: withWorker(fleet.workers, worker) };
    }
    return seats;
  }
}

/** Starts that are tried for the earliest. */
const mostStarts = 500;

function within({ region }: SeatRequest, fleet: Fleet): Fleet {
  if (region === undefined || !region.only) return fleet;
  const { workers, templates } = fleet;
  const there = templates.filter(({ spec }) => spec.region === region.name);
  return { ...fleet, workers: inRegion(workers, region.name), everywhere: workers, templates: there };
}

function hostsOf(request: SeatRequest, { workers, foreignPorts, settings, now }: Fleet): readonly Host[] {
  const asked = { request, settings, now };
  return ranked(workers).flatMap(({ seat }) => {
    const { worker } = seat;
    if (!seat.isOpen || obstaclesOf(worker, request).length > 0) return [];
    const free = seat.freePorts - foreignOn(worker, foreignPorts).length;
    const each = request.portNames.length;
    const most = each === 0 ? Number.POSITIVE_INFINITY : Math.floor(free / each);
    if (most <= 0) return [];
    return [{ seat, timeline: timelineNow(seat, asked), readyAt: firstReadyAt(worker, request, asked), most }];
  });
}

function firstReadyAt(
  worker: Worker,
  request: SeatRequest,
  { settings, now }: Pick<Fleet, 'settings' | 'now'>,
): number {
  return hostReadyAt(worker, now, settings) + prepareMs(request, settings);
}

/** One after the other, so that sums of fractions come out as they will. */
function roomOn({ seat, timeline, most }: Host, window: Window, asked: { needs: Amounts; most: number }): number {
  if (maintenanceDuring(seat.worker, window) !== undefined) return 0;
  const { needs } = asked;
  const limit = Math.min(most, asked.most);
  const used = { ...peakOf(timeline, window) };
  const room = { capacity: seat.capacity, needs };
  let count = 0;
  while (count < limit && !exceeds(used, room)) {
    add(used, needs);
    count += 1;
  }
  return count;
}
