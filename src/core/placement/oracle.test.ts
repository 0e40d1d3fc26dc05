import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aReservation,
  aRunningWorker,
  aSpec,
  aStoppedWorker,
  aTemplate,
  holding,
  hour,
  minute,
  testNow as now,
} from '../domain/testing/index.ts';
import {
  effectiveCapacity,
  MaintenanceId,
  maintenanceDuring,
  nothing,
  peakUsage,
  shortages,
  type Worker,
  windowsOf,
} from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';
import { claimsOf, type Fleet, obstaclesOf, type PlacementRequest, type Window, windowAt } from './fleet.ts';
import { type Decision, hostReadyAt, place, prepareMs, withWorker } from './index.ts';
import { defaultPlacementSettings as settings } from './settings.ts';

/** Placement as it is meant, looking at every claim of every worker, for each answer anew. */
function plainly(request: PlacementRequest, fleet: Fleet) {
  const all = fleet.workers.filter(({ status }) => status !== 'terminated');
  const fits = all.map((worker) => ({ worker, window: windowOn(worker, request, fleet) }));
  const costs = fits.flatMap(({ worker, window }) =>
    window ? [{ worker, window, cost: costOf(worker, window, request) }] : [],
  );
  return costs.reduce<(typeof costs)[number] | undefined>(
    (best, each) => (best === undefined || isLess(each.cost, best.cost) ? each : best),
    undefined,
  );
}

function windowOn(worker: Worker, request: PlacementRequest, fleet: Fleet): Window | undefined {
  const { start } = request;
  const possible = instant(hostReadyAt(worker, now, settings) + prepareMs(request, settings));
  if (obstaclesOf(worker, request).length > 0 || lacksPorts(worker, request, fleet)) return undefined;
  if (Object.keys(shortages(effectiveCapacity(worker), nothing, request.needs)).length > 0) return undefined;
  const at = (begin: Instant): Window => windowAt(begin, now, { request, settings });
  if (start !== undefined) return start >= possible && isFree(worker, request, at(start)) ? at(start) : undefined;
  const window = earliest(worker, request, possible);
  const held = { ...window, from: now };
  return isFree(worker, request, held) ? held : window;
}

function lacksPorts(
  { id, spec, reservations }: Worker,
  { portNames }: PlacementRequest,
  { foreignPorts }: Fleet,
): boolean {
  const taken = Object.values(reservations).flatMap(({ ports }) => Object.values(ports));
  const { first, last } = spec.portRange;
  return last - first + 1 - new Set([...taken, ...(foreignPorts?.get(id) ?? [])]).size < portNames.length;
}

/** Room only grows where something ends, and when the last has ended everything is free. */
function earliest(worker: Worker, request: PlacementRequest, first: Instant): Window {
  const rounded = (at: number): number => (request.start === undefined ? at : Math.ceil(at / minute) * minute);
  const leadMs = prepareMs(request, settings) + settings.marginMs;
  const ends = [...claimsOf(worker, now, settings), ...windowsOf(worker)].map(({ until }) => rounded(until + leadMs));
  const begin = rounded(Math.max(first, request.start ?? now));
  const starts = [begin, ...ends.filter((end) => end > begin).toSorted((a, b) => a - b)];
  const windows = starts.map((start) => windowAt(instant(start), now, { request, settings }));
  const found = windows.find((window) => isFree(worker, request, window));
  if (found === undefined) throw new Error('an empty worker has room');
  return found;
}

function isFree(worker: Worker, { needs }: PlacementRequest, window: Window): boolean {
  if (maintenanceDuring(worker, window) !== undefined) return false;
  const used = peakUsage(claimsOf(worker, now, settings), window.from, window.until);
  return Object.keys(shortages(effectiveCapacity(worker), used, needs)).length === 0;
}

/** For how much longer it is up with the window than without: a gap is run through unless a boot is shorter. */
function addedPlainly(worker: Worker, { from, until }: Window): number {
  const claimed = Object.values(worker.reservations).filter((each) => each.from < each.until);
  return upPlainly(worker, [...claimed, { from, until }]) - upPlainly(worker, claimed);
}

function upPlainly({ status, desired }: Worker, spans: readonly { from: number; until: number }[]): number {
  let last = status === 'running' && desired === 'running' ? now : Number.NEGATIVE_INFINITY;
  let up = 0;
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    up += Math.max(0, until - Math.max(from, last)) + Math.min(Math.max(0, from - last), settings.stoppedLeadMs);
    last = Math.max(last, until);
  }
  return up;
}

function costOf(worker: Worker, window: Window, request: PlacementRequest): readonly number[] {
  const { status, desired, instanceId, reservations, spec, createdAt } = worker;
  const cores = Object.values(reservations).reduce((sum, { amounts }) => sum + amounts.cpuCores, 0);
  const load = cores / Math.max(spec.capacity.cpuCores, 1);
  const runs = status === 'running' && desired === 'running';
  const added = request.start === undefined ? 0 : addedPlainly(worker, window);
  return [
    Math.round((window.start - now) / 1000),
    added,
    runs ? 0 : 1,
    instanceId === undefined ? 1 : 0,
    -load,
    createdAt,
  ];
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

/** What of a refusal's verdict depends on the calendars. */
function earliestStarts(request: PlacementRequest, fleet: Fleet): readonly (Instant | undefined)[] {
  return fleet.workers
    .filter(({ status }) => status !== 'terminated')
    .map((worker) => {
      const isTooSmall = Object.keys(shortages(effectiveCapacity(worker), nothing, request.needs)).length > 0;
      if (isTooSmall || obstaclesOf(worker, request).length > 0 || lacksPorts(worker, request, fleet)) return undefined;
      const possible = instant(hostReadyAt(worker, now, settings) + prepareMs(request, settings));
      return earliest(worker, request, possible).start;
    });
}

// Quarters of cores: sums of them are exact. Tenths are not, and have to come out the same all the same.
const cores = fc.oneof(
  fc.integer({ min: 1, max: 8 }),
  fc.integer({ min: 1, max: 60 }).map((tenths) => tenths / 10),
);
const amounts = fc.record({
  cpuCores: cores,
  memoryMiB: fc.integer({ min: 256, max: 12_000 }),
  storageGiB: fc.integer({ min: 1, max: 60 }),
  nodes: fc.integer({ min: 0, max: 15 }),
});

/** Many things begin where others end, or just beside that: a lab of these requests is prepared for six minutes. */
function times(min: number, max: number): fc.Arbitrary<number> {
  const grid = 6 * minute;
  const onGrid = fc.integer({ min: min / grid, max: max / grid }).map((step) => step * grid);
  const beside = fc.tuple(onGrid, fc.constantFrom(-1, 1, 30_000)).map(([at, by]) => Math.max(min, at + by));
  return fc.oneof(onGrid, beside, fc.integer({ min, max }));
}

const someClaims = fc.array(
  fc.record({
    amounts,
    from: times(-3 * hour, 8 * hour),
    ms: times(0, 3 * hour),
    port: fc.integer({ min: 2000, max: 2005 }),
  }),
  { maxLength: 8 },
);
const claims = fc.oneof(someClaims, someClaims, fc.constant([]));

const workers = fc
  .array(
    fc.record({
      claims,
      status: fc.constantFrom(
        'running',
        'running',
        'stopped',
        'pending',
        'starting',
        'draining',
        'terminated' as const,
      ),
      desired: fc.constantFrom('running', 'stopped' as const),
      service: fc.constantFrom('available', 'available', 'unavailable', 'error' as const),
      region: fc.constantFrom('us-east-1', 'us-west-2'),
      createdAgo: fc.nat(2),
      maintainedIn: fc.option(fc.integer({ min: -hour, max: 6 * hour }), { nil: undefined, freq: 3 }),
      knows: fc.option(fc.constantFrom(['iosv'], ['asav']), { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((drawn) => drawn.map((fields, index) => aWorkerOf(fields, index + 1)));

interface Drawn {
  readonly claims: readonly { amounts: typeof nothing; from: number; ms: number; port: number }[];
  readonly status: Worker['status'];
  readonly desired: Worker['desired'];
  readonly service: Worker['service'];
  readonly region: string;
  readonly createdAgo: number;
  readonly maintainedIn: number | undefined;
  readonly knows: readonly string[] | undefined;
}

function aWorkerOf({ claims: held, region, createdAgo, maintainedIn, knows, ...state }: Drawn, number: number): Worker {
  const reservations = held.map(({ amounts: taken, from, ms, port }, index) =>
    aReservation(number * 100 + index, {
      amounts: taken,
      from: instant(now + from),
      until: instant(now + from + ms),
      ports: { a: port },
    }),
  );
  const span = { from: instant(now + (maintainedIn ?? 0)), until: instant(now + (maintainedIn ?? 0) + hour) };
  const window = { ...span, id: MaintenanceId.parse('mnt_1'), keepsUp: false, reason: 'patches', by: 'ana' };
  const create = state.status === 'stopped' ? aStoppedWorker : aRunningWorker;
  return create(
    {
      ...state,
      ...holding(...reservations),
      spec: { ...aSpec, region, portRange: { first: 2000, last: 2006 } },
      createdAt: instant(now - createdAgo),
      maintenance: maintainedIn === undefined ? undefined : [window],
      cmlVersion: number % 2 === 0 ? '2.8.1' : '2.10.0',
      definitions: knows && { since: now, nodes: knows.map((id) => ({ id, images: [id] })), images: [] },
    },
    number,
  );
}

const requests = fc
  .record({
    needs: amounts,
    startIn: fc.option(times(0, 8 * hour), { nil: undefined }),
    durationMs: times(6 * minute, 3 * hour),
    ports: fc.integer({ min: 0, max: 3 }),
    nodeDefinitions: fc.constantFrom(undefined, ['iosv']),
    cmlVersions: fc.constantFrom(undefined, { from: '2.9' }),
  })
  .map(({ startIn, ports, ...rest }): PlacementRequest => {
    const portNames = ['a', 'b', 'c'].slice(0, ports);
    return { ...rest, portNames, bootSeconds: 120, ...(startIn !== undefined && { start: instant(now + startIn) }) };
  });

const foreign = fc.uniqueArray(fc.integer({ min: 2006, max: 2006 }), { maxLength: 1 });

function fleetOf(list: readonly Worker[], ports: readonly number[] = []): Fleet {
  const foreignPorts = new Map(list.slice(0, 2).map(({ id }) => [id, ports]));
  return { workers: list, templates: [], foreignPorts, settings, now };
}

function expectAsPlain(decision: Decision, request: PlacementRequest, fleet: Fleet): void {
  const plain = plainly(request, fleet);
  if (plain === undefined) {
    expect(decision.kind).toBe('refuse');
    expect(decision.verdict.workers.map(({ earliestStart }) => earliestStart)).toEqual(earliestStarts(request, fleet));
    return;
  }
  expect(decision).toMatchObject({ kind: 'place', worker: { id: plain.worker.id }, window: plain.window });
  const fits = fleet.workers.filter(({ status }) => status !== 'terminated');
  expect(decision.verdict.workers.map(({ fits: holds }) => holds)).toEqual(
    fits.map((worker) => windowOn(worker, request, fleet) !== undefined),
  );
}

describe('looking at prepared calendars answers the same as looking at every claim', () => {
  test('of whatever fleet, for whatever request', () => {
    fc.assert(
      fc.property(workers, requests, foreign, (list, request, ports) => {
        const fleet = fleetOf(list, ports);
        expectAsPlain(place(request, fleet), request, fleet);
      }),
      { numRuns: 400 },
    );
  });

  test('also after each of many changes, and in one region as in a fleet of that region alone', () => {
    fc.assert(
      fc.property(workers, workers, fc.array(requests, { minLength: 1, maxLength: 4 }), (before, changes, asked) => {
        let list: readonly Worker[] = before;
        for (const changed of changes) {
          for (const request of asked) place(request, fleetOf(list));
          list = withWorker(list, changed);
          for (const request of asked) {
            expectAsPlain(place(request, fleetOf(list)), request, fleetOf(list));
            const there = list.filter(({ spec }) => spec.region === 'us-west-2');
            const only = { ...request, region: { name: 'us-west-2', only: true } };
            expectAsPlain(place(only, fleetOf(list)), request, fleetOf(there));
          }
        }
        const position = (worker: Worker): number => list.findIndex(({ id }) => id === worker.id);
        for (const worker of changes) expect(list[position(worker)]).toBe(worker);
        expect(list).toHaveLength(Math.max(before.length, changes.length));
      }),
      { numRuns: 60 },
    );
  });

  test('a list that was changed still answers as it was', () => {
    fc.assert(
      fc.property(workers, workers, requests, (before, changes, request) => {
        const first = place(request, fleetOf(before));
        changes.reduce(withWorker, before);
        expectAsPlain(place(request, fleetOf(before)), request, fleetOf(before));
        expectAsPlain(first, request, fleetOf(before));
      }),
      { numRuns: 60 },
    );
  });
});

test('a decision says its reasons when they are read, as things were when it was made', () => {
  const workers12 = [aRunningWorker({}, 1), aStoppedWorker({}, 2)];
  const request: PlacementRequest = { needs: nothing, portNames: [], bootSeconds: 0, durationMs: hour };
  const decision = place(request, { ...fleetOf(workers12), templates: [aTemplate()] });
  withWorker(workers12, aRunningWorker({ status: 'draining' }, 1));
  expect(decision.verdict).toBe(decision.verdict);
  expect(decision.verdict.workers.map(({ fits }) => fits)).toEqual([true, true]);
});

test('a lab that fits to the last tenth of a core has its place, however the sums of tenths come out', () => {
  const [one, other] = [0.1, 2.2].map((cpuCores, index) =>
    aReservation(index, { amounts: { ...nothing, cpuCores }, until: instant(now + 4 * hour) }),
  );
  const worker = aRunningWorker(one && other ? holding(one, other) : {});
  const needs = { ...nothing, cpuCores: 5.7 };
  const request = { needs, portNames: [], bootSeconds: 0, durationMs: hour, start: instant(now + hour) };
  expect(8 - (0.1 + 2.2)).toBeLessThan(needs.cpuCores);
  expect(place(request, fleetOf([worker])).kind).toBe('place');
});
