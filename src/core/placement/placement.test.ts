import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionId } from '../domain/session/index.ts';
import { SessionId as SessionIds } from '../domain/session/index.ts';
import {
  evolveWorker,
  MaintenanceId,
  type MaintenanceWindow,
  peakUsage,
  type Reservation,
  ReservationId,
  reserve,
  type Worker,
  type WorkerEvent,
  WorkerId,
  type WorkerSpec,
} from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { defaultPlacementSettings, type PlacementRequest, place } from './index.ts';

const now = instant(1_800_000_000_000);
const hour = 3_600_000;
const spec: WorkerSpec = {
  region: 'us-east-1',
  instanceType: 'm5zn.metal',
  imageName: 'cml-*',
  volumeGiB: 256,
  capacity: { cpuCores: 8, memoryMiB: 16_384, storageGiB: 100, nodes: 20 },
  portRange: { first: 2000, last: 2029 },
  hourlyCostUsd: 3.96,
  unlicensedNodes: 5,
  registersLicense: true,
};
const template = { name: 'metal', description: 'metal', enabled: true, spec, bootMinutes: 20, updatedAt: now };
const settings = defaultPlacementSettings;

function aWorker(number: number, state: Partial<Worker> = {}): Worker {
  const id = WorkerId.parse(`wkr_${number}`);
  const created: WorkerEvent = {
    type: 'WorkerCreated',
    id,
    name: `w${number}`,
    template: 'metal',
    spec,
    origin: 'created',
    desired: 'running',
    reason: 'test',
    by: 'ana',
    at: now,
  };
  return { ...evolveWorker(undefined, created), status: 'running', service: 'available', ...state };
}

function aRequest(fields: Partial<PlacementRequest> = {}): PlacementRequest {
  const needs = { cpuCores: 2, memoryMiB: 4096, storageGiB: 10, nodes: 4 };
  return { needs, portNames: ['a', 'b'], bootSeconds: 120, durationMs: hour, ...fields };
}

function claim(number: number, fields: Partial<Reservation>): Reservation {
  const session: SessionId = SessionIds.parse(`ses_${number}`);
  return {
    id: ReservationId.parse(`res_${number}`),
    sessionId: session,
    ports: {},
    confirmBy: now,
    confirmed: true,
    from: now,
    until: instant(now + hour),
    amounts: aRequest().needs,
    ...fields,
  };
}

function aWindow(from: number, until: number): MaintenanceWindow {
  const id = MaintenanceId.parse(`mnt_${from}`);
  return { id, from: instant(now + from), until: instant(now + until), keepsUp: true, reason: 'patches', by: 'ana' };
}

describe('placing a session', () => {
  test('a running worker is taken before one that must be started, and the fuller before the emptier', () => {
    const stopped = aWorker(1, { status: 'stopped', service: 'unavailable', desired: 'stopped' });
    const fuller = aWorker(3, { reservations: { res_1: claim(1, {}) } });
    const decision = place(aRequest(), { workers: [stopped, aWorker(2), fuller], templates: [], settings, now });
    expect(decision).toMatchObject({ kind: 'place', worker: { id: 'wkr_3' }, ports: { a: 2000, b: 2001 } });
  });

  test('without any worker one is planned, when the ceiling allows it', () => {
    expect(place(aRequest(), { workers: [], templates: [template], settings, now })).toMatchObject({ kind: 'plan' });
    const none = place(aRequest(), {
      workers: [],
      templates: [template],
      settings: { ...settings, ceilingPerRegion: 0 },
      now,
    });
    expect(none).toMatchObject({
      kind: 'refuse',
      verdict: { wouldHelp: ['a ceiling of more than 0 workers a region'] },
    });
  });

  test('a start that no worker can keep is refused with the earliest that one can', () => {
    const stopped = aWorker(1, { status: 'stopped', service: 'unavailable' });
    const soon = instant(now + 60_000);
    const decision = place(aRequest({ start: soon }), { workers: [stopped], templates: [], settings, now });
    const ready = now + settings.stoppedLeadMs + settings.importMs + 120_000;
    expect(decision).toMatchObject({ kind: 'refuse', verdict: { earliestStart: ready } });
  });

  test('a worker in maintenance then is not taken, and the time after it is named', () => {
    const worker = aWorker(1, { maintenance: [aWindow(2 * hour, 3 * hour)] });
    const fleet = { workers: [worker], templates: [], settings, now };
    const refused = place(aRequest({ start: instant(now + 2 * hour) }), fleet);
    expect(refused).toMatchObject({
      kind: 'refuse',
      verdict: { workers: [{ obstacles: [expect.stringMatching('^it is in maintenance from')] }] },
    });
    const { earliestStart } = refused.verdict;
    expect(earliestStart).toBeGreaterThan(now + 3 * hour);
    expect(place(aRequest({ start: earliestStart }), fleet).kind).toBe('place');
  });

  test('a lab that nothing can ever hold is refused with what would hold it', () => {
    const huge = aRequest({ needs: { cpuCores: 99, memoryMiB: 1, storageGiB: 1, nodes: 1 } });
    const decision = place(huge, { workers: [aWorker(1)], templates: [template], settings, now });
    expect(decision).toMatchObject({ kind: 'refuse', verdict: { workers: [{ short: { cpuCores: 91 } }] } });
  });
});

const amounts = fc.record({
  cpuCores: fc.integer({ min: 1, max: 6 }),
  memoryMiB: fc.integer({ min: 256, max: 12_000 }),
  storageGiB: fc.integer({ min: 1, max: 60 }),
  nodes: fc.integer({ min: 0, max: 15 }),
});
describe('a region that is asked for', () => {
  const west = { ...spec, region: 'us-west-2' };
  const westTemplate = { ...template, name: 'west', spec: west };
  const both = {
    workers: [aWorker(1), aWorker(2, { spec: west })],
    templates: [template, westTemplate],
    settings,
    now,
  };
  const inWest = aRequest({ region: { name: 'us-west-2', only: false }, start: instant(now + 2 * hour) });

  test('is where the session goes, though another host is fuller', () => {
    const fuller = aWorker(1, { reservations: { res_1: claim(1, {}) } });
    expect(place(inWest, { ...both, workers: [fuller, aWorker(2, { spec: west })] })).toMatchObject({
      kind: 'place',
      worker: { id: 'wkr_2' },
    });
  });

  test('gets a new host before another region is taken', () => {
    expect(place(inWest, { ...both, workers: [aWorker(1)] })).toMatchObject({
      kind: 'plan',
      template: { name: 'west' },
    });
  });

  test('is left when nothing there can hold it, and that is said; unless it may not be', () => {
    const noWest = { ...both, workers: [aWorker(1)], templates: [template] };
    const placed = place(inWest, noWest);
    expect(placed).toMatchObject({ kind: 'place', worker: { id: 'wkr_1' } });
    expect(placed.verdict.summary).toContain('in us-west-2 nothing can');
    const stays = { ...inWest, region: { name: 'us-west-2', only: true } };
    expect(place(stays, noWest).kind).toBe('refuse');
  });
});

const requests = fc.array(
  fc.record({
    needs: amounts,
    startIn: fc.option(fc.integer({ min: 0, max: 12 * hour }), { nil: undefined }),
    durationMs: fc.integer({ min: 60_000, max: 6 * hour }),
  }),
  { maxLength: 25 },
);

describe('whatever is asked for, in whatever order', () => {
  test('what is placed is accepted by the worker, and no resource is promised twice at any instant', () => {
    fc.assert(
      fc.property(requests, (asked) => {
        const maintenance = [aWindow(2 * hour, 4 * hour)];
        let workers: readonly Worker[] = [
          aWorker(1, { maintenance }),
          aWorker(2, { status: 'stopped', service: 'unavailable' }),
        ];
        asked.forEach(({ startIn, ...rest }, index) => {
          const start = startIn === undefined ? undefined : instant(now + startIn);
          const decision = place(aRequest({ ...rest, start }), { workers, templates: [], settings, now });
          if (decision.kind !== 'place') return;
          if (start !== undefined) expect(decision.window.start).toBe(start);
          const { from, until } = decision.window;
          const reservation = claim(index, { from, until, amounts: rest.needs, ports: decision.ports });
          const accepted = reserve(decision.worker, [reservation], now);
          expect(accepted.ok).toBe(true);
          workers = workers.map((worker) =>
            accepted.ok && worker.id === decision.worker.id ? accepted.value.reduce(evolveWorker, worker) : worker,
          );
        });
        for (const worker of workers) expectNoOvercommit(worker);
      }),
    );
  });

  test('the earliest start that a refusal names is really possible', () => {
    fc.assert(
      fc.property(requests, amounts, fc.integer({ min: 0, max: 6 * hour }), (held, needs, startIn) => {
        const reservations = Object.fromEntries(
          held.slice(0, 3).map(({ needs: amount, startIn: from = 0, durationMs }, index) => {
            const reservation = claim(index, {
              from: instant(now + from),
              until: instant(now + from + durationMs),
              amounts: amount,
            });
            return [reservation.id, reservation];
          }),
        );
        const maintenance = [aWindow(hour, 2 * hour), aWindow(3 * hour, 3 * hour + 60_000)];
        const fleet = { workers: [aWorker(1, { reservations, maintenance })], templates: [], settings, now };
        const first = place(aRequest({ needs, start: instant(now + startIn) }), fleet);
        if (first.kind !== 'refuse' || first.verdict.earliestStart === undefined) return;
        const again = place(aRequest({ needs, start: first.verdict.earliestStart }), fleet);
        expect(again.kind).toBe('place');
      }),
    );
  });
});

function expectNoOvercommit(worker: Worker): void {
  const held = Object.values(worker.reservations);
  for (const { from } of held) {
    const used = peakUsage(held, from, instant(from + 1));
    expect(used.cpuCores).toBeLessThanOrEqual(spec.capacity.cpuCores);
    expect(used.memoryMiB).toBeLessThanOrEqual(spec.capacity.memoryMiB);
    expect(used.storageGiB).toBeLessThanOrEqual(spec.capacity.storageGiB);
    expect(used.nodes).toBeLessThanOrEqual(spec.capacity.nodes);
  }
  const ports = held.flatMap((reservation) => Object.values(reservation.ports));
  expect(new Set(ports).size).toBe(ports.length);
}
