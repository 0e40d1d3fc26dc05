import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DefinitionId } from '../domain/definition/index.ts';
import { SessionId } from '../domain/session/index.ts';
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
import { MaintenanceId, type Worker } from '../domain/worker/index.ts';
import { type Instant, instant, SeededRandom } from '../kernel/index.ts';
import { placeTogether } from './cohort-verdict.ts';
import { type Fleet, requestOf } from './fleet.ts';
import { SeatCount } from './seats.ts';
import { defaultPlacementSettings as settings } from './settings.ts';
import { type Seeking, takeSeats } from './take-seat.ts';

const most = 20;

const amounts = fc.record({
  // Tenths: their sums are not exact, and have to come out the same all the same.
  cpuCores: fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10),
  memoryMiB: fc.integer({ min: 256, max: 8_000 }),
  storageGiB: fc.integer({ min: 1, max: 40 }),
  nodes: fc.integer({ min: 0, max: 5 }),
});

const claims = fc.array(
  fc.record({ amounts, from: fc.integer({ min: -60, max: 400 }), minutes: fc.integer({ min: 1, max: 180 }) }),
  { maxLength: 6 },
);

const workers = fc
  .array(
    fc.record({
      claims,
      isRunning: fc.boolean(),
      status: fc.option(fc.constantFrom('draining', 'terminated' as const), { nil: undefined, freq: 6 }),
      maintainedIn: fc.option(fc.integer({ min: -30, max: 300 }), { nil: undefined, freq: 3 }),
      region: fc.constantFrom('us-east-1', 'us-west-2'),
      ports: fc.integer({ min: 0, max: 20 }),
    }),
    { maxLength: 5 },
  )
  .map((drawn) => drawn.map(aWorkerOf));

interface Drawn {
  readonly claims: readonly { amounts: Seeking['definition']['needs']; from: number; minutes: number }[];
  readonly isRunning: boolean;
  readonly status: Worker['status'] | undefined;
  readonly maintainedIn: number | undefined;
  readonly region: string;
  readonly ports: number;
}

function aWorkerOf({ claims: held, isRunning, status, maintainedIn, region, ports }: Drawn, index: number): Worker {
  const reservations = held.map(({ amounts: taken, from, minutes }, number) =>
    aReservation(index * 100 + number, {
      amounts: taken,
      from: later(from),
      until: later(from + minutes),
      ports: { a: 2000 + number },
    }),
  );
  const from = maintainedIn ?? 0;
  const window = { id: MaintenanceId.parse('mnt_1'), keepsUp: false, reason: 'patches', by: 'ana' };
  const create = isRunning ? aRunningWorker : aStoppedWorker;
  return create(
    {
      ...holding(...reservations),
      ...(status !== undefined && { status }),
      spec: { ...aSpec, region, portRange: { first: 2000, last: 2000 + Math.max(ports, held.length) } },
      maintenance: maintainedIn === undefined ? undefined : [{ ...window, from: later(from), until: later(from + 60) }],
    },
    index + 1,
  );
}

function later(minutes: number): Instant {
  return instant(now + minutes * minute);
}

const labs = fc.record({
  needs: amounts,
  ports: fc.integer({ min: 0, max: 2 }),
  durationMinutes: fc.integer({ min: 5, max: 120 }),
  region: fc.option(fc.constantFrom('us-east-1', 'us-west-2'), { nil: undefined }),
  regionOnly: fc.boolean(),
});

type Lab = typeof labs extends fc.Arbitrary<infer Value> ? Value : never;

function seatsOf({ needs, ports, ...wanted }: Lab, start: Instant, count: number): Seeking[] {
  const named = ['a', 'b'].slice(0, ports).map((name) => ({ name, label: name, protocol: 'serial' }));
  const id = DefinitionId.parse('def_1');
  const definition = { id, title: 'VLANs', version: '1.0.0', needs, ports: named, bootSeconds: 120 };
  return Array.from({ length: count }, (_, seat) => ({
    id: SessionId.parse(`ses_${seat}`),
    definition,
    wanted: { ...wanted, start },
  }));
}

const fleets = fc
  .record({ workers, ceilingPerRegion: fc.integer({ min: 0, max: 4 }), hasTemplate: fc.boolean() })
  .map(({ ceilingPerRegion, hasTemplate, ...rest }): Fleet => {
    const templates = hasTemplate ? [aTemplate()] : [];
    return { ...rest, templates, settings: { ...settings, ceilingPerRegion }, now };
  });

function placedOneByOne(lab: Lab, fleet: Fleet, start: Instant): number {
  const taken = takeSeats(seatsOf(lab, start, most), fleet, new SeededRandom(1));
  return taken.filter(({ seat }) => seat !== undefined).length;
}

function counted({ needs, ports, ...wanted }: Lab, fleet: Fleet): SeatCount {
  const [seat] = seatsOf({ needs, ports, ...wanted }, now, 1);
  if (seat === undefined) throw new Error('there is a seat');
  return new SeatCount(requestOf(seat), fleet);
}

test('as many seats are counted as are placed one after the other', () => {
  fc.assert(
    fc.property(fleets, labs, fc.integer({ min: 0, max: 420 }), (fleet, lab, minutes) => {
      const start = later(minutes);
      expect(counted(lab, fleet).at(start, most)).toBe(placedOneByOne(lab, fleet, start));
    }),
    { numRuns: 400 },
  );
});

test('the earliest start for all of them has place for all, and no whole minute before it has', () => {
  fc.assert(
    fc.property(fleets, labs, fc.integer({ min: 1, max: 4 }), (fleet, lab, wanted) => {
      const count = counted(lab, fleet);
      const earliest = count.earliest(now, wanted);
      const end = earliest ?? later(420);
      for (let at = now; at < end; at = instant(at + minute)) expect(count.at(at, wanted)).toBeLessThan(wanted);
      if (earliest !== undefined) expect(count.at(earliest, wanted)).toBe(wanted);
    }),
    { numRuns: 60 },
  );
});

test('seats that are placed together all are, or the verdict says how many would be', () => {
  fc.assert(
    fc.property(fleets, labs, fc.integer({ min: 1, max: 12 }), (fleet, lab, wanted) => {
      const start = instant(now + 2 * hour);
      const fit = Math.min(wanted, placedOneByOne(lab, fleet, start));
      const decision = placeTogether(seatsOf(lab, start, wanted), fleet, new SeededRandom(1));
      if (decision.kind === 'all') expect(fit).toBe(wanted);
      else expect(decision.verdict.seats).toEqual({ fit, of: wanted });
    }),
  );
});
