import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aReservation,
  aRunningWorker,
  aStoppedWorker,
  holding,
  hour,
  minute,
  testNow as now,
} from '../domain/testing/index.ts';
import { resources, type Worker } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { type Fit, fitOn } from './fit.ts';
import { type Fleet, type PlacementRequest, place } from './index.ts';
import { defaultPlacementSettings as settings } from './settings.ts';

const shown = 20;
const amounts = fc.record({
  cpuCores: fc.integer({ min: 5, max: 10 }),
  memoryMiB: fc.integer({ min: 256, max: 18_000 }),
  storageGiB: fc.integer({ min: 1, max: 110 }),
  nodes: fc.integer({ min: 0, max: 22 }),
});

const claims = fc.array(
  fc.record({ amounts, from: fc.nat(60), minutes: fc.integer({ min: 30, max: 240 }), port: fc.nat(27) }),
  { maxLength: 3 },
);
const states = fc.constantFrom<Partial<Worker>>(
  {},
  {},
  { status: 'draining' },
  { status: 'terminated' },
  { status: 'stopped', service: 'unavailable' },
);

const fleets = fc
  .array(fc.tuple(claims, states), { minLength: 15, maxLength: 45 })
  .map((drawn) => drawn.map(([held, state], index) => aWorkerWith(held, state, index + 1)));

type Claims = typeof claims extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function aWorkerWith(held: Claims, state: Partial<Worker>, number: number): Worker {
  const reservations = held.map(({ amounts: taken, from, minutes, port }, index) => {
    const begin = instant(now + from * minute);
    const until = instant(begin + minutes * minute);
    return aReservation(number * 10 + index, { amounts: taken, from: begin, until, ports: { a: 2000 + port } });
  });
  const make = state.status === 'stopped' ? aStoppedWorker : aRunningWorker;
  return make({ ...state, ...holding(...reservations) }, number);
}

const requests = fc
  .record({ needs: amounts, minutes: fc.integer({ min: 0, max: 120 }), ports: fc.constantFrom(1, 26) })
  .map(({ needs, minutes, ports }): PlacementRequest => {
    const portNames = Array.from({ length: ports }, (_, index) => `p${index}`);
    return { needs, portNames, bootSeconds: 120, durationMs: hour, start: instant(now + minutes * minute) };
  });

function startOf({ verdict }: Fit): number {
  return verdict.earliestStart ?? Number.POSITIVE_INFINITY;
}

function lackOf({ verdict: { obstacles, short } }: Fit): number {
  return obstacles.length * resources.length + Object.keys(short).length;
}

/** As it is meant: all of them asked in full and put in order. */
function plainly(request: PlacementRequest, fleet: Fleet) {
  const alive = fleet.workers.filter(({ status }) => status !== 'terminated');
  const fits = alive.map((worker) => fitOn(worker, { request, settings, now, explain: true }));
  const isSmall = fits.length <= shown;
  const inOrder = fits.toSorted((a, b) =>
    startOf(a) === startOf(b) ? lackOf(a) - lackOf(b) : startOf(a) - startOf(b),
  );
  const named = isSmall ? fits : inOrder.slice(0, shown);
  return { named: named.map(({ verdict }) => verdict), earliest: startOf(inOrder[0] ?? named[0] ?? never()) };
}

function never(): never {
  throw new Error('there are no workers');
}

test('a refusal by a large fleet names whom asking everybody in full would name, and counts all others', () => {
  let refusals = 0;
  fc.assert(
    fc.property(fleets, requests, (workers, request) => {
      const fleet = { workers, templates: [], settings, now };
      const alive = workers.filter(({ status }) => status !== 'terminated').length;
      const { kind, verdict } = place(request, fleet);
      if (kind !== 'refuse' || alive === 0) return;
      refusals += 1;
      const { named, earliest } = plainly(request, fleet);
      expect(verdict.workers).toEqual(named);
      expect(verdict.earliestStart ?? Number.POSITIVE_INFINITY).toBe(earliest);
      const counted = (verdict.others ?? []).reduce((sum, { count }) => sum + count, 0);
      expect(counted).toBe(alive - named.length);
    }),
    { numRuns: 300, seed: 3 },
  );
  expect(refusals).toBeGreaterThan(50);
});

test('what speaks against those that are not named is said by number', () => {
  const full = aReservation(1, { amounts: { cpuCores: 8, memoryMiB: 0, storageGiB: 0, nodes: 0 } });
  const busy = Array.from({ length: 25 }, (_, index) =>
    aRunningWorker(holding({ ...full, until: instant(now + (2 + index) * hour) }), index + 1),
  );
  const draining = Array.from({ length: 3 }, (_, index) => aRunningWorker({ status: 'draining' }, 30 + index));
  const needs = { cpuCores: 1, memoryMiB: 0, storageGiB: 0, nodes: 0 };
  const request = { needs, portNames: [], bootSeconds: 60, durationMs: hour, start: instant(now + hour) };
  const { verdict } = place(request, { workers: [...draining, ...busy], templates: [], settings, now });
  expect(verdict.workers.map(({ workerId }) => workerId)).toEqual(busy.slice(0, shown).map(({ id }) => id));
  expect(verdict.others).toEqual([
    { reason: 'not to be used, or not in time', count: 3 },
    { reason: 'too few cores left', count: 5 },
  ]);
});
