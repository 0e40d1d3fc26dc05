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
import { nothing, type Resource, type Worker } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { type Fleet, type PlacementRequest, place, prepareMs, defaultPlacementSettings as settings } from './index.ts';

const amounts = fc.record({
  cpuCores: fc.integer({ min: 1, max: 10 }),
  memoryMiB: fc.integer({ min: 256, max: 18_000 }),
  storageGiB: fc.integer({ min: 1, max: 110 }),
  nodes: fc.integer({ min: 0, max: 22 }),
});

const held = fc
  .array(fc.record({ amounts, from: fc.nat(6), hours: fc.integer({ min: 1, max: 3 }) }), { maxLength: 4 })
  .map((claims) =>
    claims.map(({ from, hours, ...rest }, index) =>
      aReservation(index, {
        from: instant(now + from * hour),
        until: instant(now + (from + hours) * hour + 12_345),
        ...rest,
      }),
    ),
  );

const requests = fc
  .record({
    needs: amounts,
    minutes: fc.integer({ min: 0, max: 300 }),
    nodeDefinitions: fc.constantFrom(undefined, ['iosv'], ['iosv', 'asav']),
    cmlVersions: fc.constantFrom(undefined, { from: '2.9' }),
  })
  .map(
    ({ needs, minutes, nodeDefinitions, cmlVersions }): PlacementRequest => ({
      needs,
      nodeDefinitions,
      cmlVersions,
      portNames: ['a'],
      bootSeconds: 120,
      durationMs: hour,
      start: instant(now + minutes * minute),
    }),
  );

/** What its CML can run, if anybody has looked. */
const known = fc
  .constantFrom(undefined, ['iosv'], ['iosv', 'asav'])
  .map((ids) => ids && { since: now, nodes: ids.map((id) => ({ id, images: [id] })), images: [] });

function fleetOf(workers: readonly Worker[], fields: Partial<Fleet> = {}): Fleet {
  return { workers, templates: [], settings, now, ...fields };
}

function kindOf(request: PlacementRequest, fleet: Fleet): string {
  return place(request, fleet).kind;
}

describe('a refusal tells the truth', () => {
  test('the earliest start it names works, and no whole minute before it does', () => {
    fc.assert(
      fc.property(held, requests, fc.tuple(known, fc.boolean()), (claims, request, [definitions, withTemplate]) => {
        const fleet = fleetOf(
          [aRunningWorker({ ...holding(...claims), definitions })],
          withTemplate ? { templates: [aTemplate()] } : {},
        );
        const decision = place(request, fleet);
        if (decision.kind !== 'refuse') return;
        const { earliestStart } = decision.verdict;
        if (earliestStart === undefined) return;
        expect(kindOf({ ...request, start: earliestStart }, fleet)).not.toBe('refuse');
        for (let start = request.start ?? now; start < earliestStart; start = instant(start + minute)) {
          expect(kindOf({ ...request, start }, fleet)).toBe('refuse');
        }
      }),
      { numRuns: 60 },
    );
  });

  test('so much more of what was short makes it fit, and a little less does not', () => {
    fc.assert(
      fc.property(held, requests, known, (claims, request, definitions) => {
        const worker = aRunningWorker({ ...holding(...claims), definitions });
        const decision = place(request, fleetOf([worker]));
        const verdict = decision.verdict.workers[0];
        if (decision.kind !== 'refuse' || verdict === undefined || verdict.obstacles.length > 0) return;
        const { ports: _, ...short } = verdict.short;
        expect(kindOf(request, fleetOf([withMore(worker, short)]))).toBe('place');
        for (const [resource, missing] of Object.entries(short)) {
          const less = { ...short, [resource]: missing - 1 };
          expect(kindOf(request, fleetOf([withMore(worker, less)]))).toBe('refuse');
        }
      }),
    );
  });

  test('more room is not said to help where the host could not be up in time', () => {
    const needs = { ...nothing, cpuCores: 99 };
    const request = { needs, portNames: [], bootSeconds: 60, durationMs: hour, start: instant(now + minute) };
    const { verdict } = place(request, fleetOf([aStoppedWorker()]));
    expect(verdict.workers[0]).toMatchObject({
      short: { cpuCores: 91 },
      obstacles: ['it needs 23 min until a lab is ready on it'],
    });
    expect(verdict.wouldHelp).toEqual([]);
  });

  test('missing ports are counted', () => {
    const ports = Object.fromEntries(Array.from({ length: 28 }, (_, index) => [`p${index}`, 2000 + index]));
    const needs = { ...nothing, cpuCores: 1 };
    const request = { needs, portNames: ['a', 'b', 'c'], bootSeconds: 0, durationMs: hour };
    const { verdict } = place(request, fleetOf([aRunningWorker(holding(aReservation(1, { ports })))]));
    expect(verdict).toMatchObject({
      workers: [{ short: { ports: 1 } }],
      wouldHelp: ['1 port more on w1', 'a template with at least 1 core'],
    });
    expect(verdict.summary).toContain('as things are');
  });

  test('a higher ceiling is named as the number of workers there are, also when that is over the ceiling', () => {
    const workers = [1, 2, 3].map((number) => aRunningWorker({ status: 'draining' }, number));
    const request = { needs: nothing, portNames: [], bootSeconds: 0, durationMs: hour };
    const lower = { ...settings, ceilingPerRegion: 1 };
    const fleet = fleetOf(workers, { templates: [aTemplate()], settings: lower });
    expect(place(request, fleet).verdict.wouldHelp).toEqual(['a ceiling of more than 3 workers a region']);
    expect(kindOf(request, { ...fleet, settings: { ...settings, ceilingPerRegion: 4 } })).toBe('plan');
  });
});

function withMore(worker: Worker, more: Partial<Record<Resource, number>>): Worker {
  const { capacity } = worker.spec;
  const grown = {
    cpuCores: capacity.cpuCores + (more.cpuCores ?? 0),
    memoryMiB: capacity.memoryMiB + (more.memoryMiB ?? 0),
    storageGiB: capacity.storageGiB + (more.storageGiB ?? 0),
    nodes: capacity.nodes + (more.nodes ?? 0),
  };
  return { ...worker, spec: { ...worker.spec, capacity: grown } };
}

describe('a worker takes nothing new', () => {
  const request = { needs: nothing, portNames: [], bootSeconds: 0, durationMs: hour };

  test.each<[string, Partial<Worker>]>([
    ['while it drains', { status: 'draining' }],
    ['when it is to end', { desired: 'terminated' }],
    ['while its CML does not answer', { service: 'error' }],
    ['after a failed launch', { status: 'failed' }],
    ['while it looks dead', { heldBack: { reason: '4 of 9 hosts look dead at once', since: now } }],
  ])('%s', (_, state) => {
    const { kind, verdict } = place(request, fleetOf([aRunningWorker(state)]));
    expect(kind).toBe('refuse');
    expect(verdict.workers[0]?.obstacles).toHaveLength(1);
  });

  test('of more nodes than its licence is good for', () => {
    const small = aRunningWorker({ license: { status: 'registered', nodeLimit: 10 } });
    const { verdict } = place({ ...request, needs: { ...nothing, nodes: 12 } }, fleetOf([small]));
    expect(verdict.workers[0]?.short).toEqual({ nodes: 2 });
  });

  test.each(['expired', 'invalid'] as const)('of more nodes than run without one when its licence is %s', (status) => {
    const worker = aRunningWorker({ license: { status, nodeLimit: 20 } });
    const kinds = [5, 6].map((nodes) => kindOf({ ...request, needs: { ...nothing, nodes } }, fleetOf([worker])));
    expect(kinds).toEqual(['place', 'refuse']);
  });
});

test('a worker that was planned for a session is what the session then gets, however short boots are said to be', () => {
  const asked = { needs: aReservation().amounts, portNames: [], bootSeconds: 30, durationMs: hour };
  for (const newLeadMs of [0, 5_000, settings.newLeadMs]) {
    const quick = { ...settings, newLeadMs, stoppedLeadMs: newLeadMs };
    const planned = aStoppedWorker({ status: 'pending', instanceId: undefined });
    for (const start of [undefined, instant(now + newLeadMs + prepareMs(asked, quick) + 10_000)]) {
      const fleet = fleetOf([planned], { templates: [aTemplate()], settings: quick });
      expect(kindOf({ ...asked, start }, fleet)).toBe('place');
    }
  }
});

test('boot times that are no whole milliseconds do not lose a place that begins where another ends', () => {
  const full = aReservation(1, { amounts: aSpec.capacity, until: instant(now + hour + 1) });
  const uneven = { ...settings, bootFactor: 1.5 / 7 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4000 }), (bootSeconds) => {
      const request = { needs: aReservation().amounts, portNames: [], bootSeconds, durationMs: hour };
      expect(kindOf(request, fleetOf([aRunningWorker(holding(full))], { settings: uneven }))).toBe('place');
    }),
  );
});
