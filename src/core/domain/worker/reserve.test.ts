import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aReservation, aRunningWorker, aSpec, testNow as at, holding, hour, minute } from '../testing/index.ts';
import {
  effectiveCapacity,
  evolveWorker,
  licenseStatuses,
  nothing,
  peakUsage,
  release,
  reserve,
  resources,
  type Worker,
  type WorkerDecision,
} from './index.ts';

function after(worker: Worker, decision: WorkerDecision): Worker {
  return decision.ok ? decision.value.reduce(evolveWorker, worker) : worker;
}

const amounts = fc.record({
  cpuCores: fc.integer({ min: 0, max: 6 }),
  memoryMiB: fc.integer({ min: 0, max: 12_000 }),
  storageGiB: fc.integer({ min: 0, max: 60 }),
  nodes: fc.integer({ min: 0, max: 15 }),
});
const wishes = fc.array(
  fc.record({
    amounts,
    from: fc.nat(12),
    hours: fc.integer({ min: 1, max: 5 }),
    port: fc.integer({ min: 1998, max: 2003 }),
  }),
  { maxLength: 20 },
);
const license = fc.record({
  status: fc.constantFrom(...licenseStatuses),
  nodeLimit: fc.option(fc.nat(40), { nil: undefined }),
});

describe('reserving', () => {
  test('never promises more than there is of anything at any instant, nor a port twice', () => {
    fc.assert(
      fc.property(wishes, license, fc.boolean(), (asked, held, registersLicense) => {
        let worker = aRunningWorker({ license: held, spec: { ...aSpec, registersLicense } });
        asked.forEach(({ from, hours, port, ...rest }, index) => {
          const interval = { from: instant(at + from * hour), until: instant(at + (from + hours) * hour) };
          const wanted = aReservation(index, { ...interval, ...rest, ports: { a: port } });
          worker = after(worker, reserve(worker, [wanted], at));
        });
        const all = Object.values(worker.reservations);
        const capacity = effectiveCapacity(worker);
        for (let from = 0; from < 20; from += 1) {
          const used = peakUsage(all, instant(at + from * hour), instant(at + (from + 1) * hour));
          for (const resource of resources) expect(used[resource]).toBeLessThanOrEqual(capacity[resource]);
        }
        const ports = all.map((reservation) => reservation.ports['a']);
        expect(new Set(ports).size).toBe(ports.length);
        expect(ports.every((port) => port !== undefined && port >= 2000)).toBe(true);
      }),
    );
  });

  test('takes all of a batch or nothing', () => {
    const half = aReservation(1, { amounts: { ...nothing, cpuCores: 5 } });
    const worker = aRunningWorker();
    expect(reserve(worker, [half, { ...aReservation(2), amounts: half.amounts }], at)).toEqual({
      ok: false,
      rejection: { code: 'worker.no-room', short: { cpuCores: 2 } },
    });
  });

  test('counts a session that outstays its time as still there', () => {
    const long = aReservation(1, {
      from: instant(at - 2 * hour),
      until: instant(at - minute),
      amounts: { ...nothing, cpuCores: 8 },
    });
    expect(reserve(aRunningWorker(holding(long)), [aReservation(2)], at)).toMatchObject({
      rejection: { code: 'worker.no-room' },
    });
  });

  test('is refused by workers that take no more sessions', () => {
    for (const state of [{ status: 'draining' }, { status: 'failed' }, { desired: 'terminated' }] as const) {
      expect(reserve(aRunningWorker(state), [aReservation()], at)).toMatchObject({
        rejection: { code: 'worker.wrong-state', action: 'reserve' },
      });
    }
  });

  test('what was given back is free again, and idle time counts from then', () => {
    const full = aRunningWorker(holding(aReservation(1, { amounts: aSpec.capacity })));
    const later = instant(at + minute);
    const freed = after(full, release(full, aReservation(1).id, { reason: 'over', at: later }));
    expect(freed.idleSince).toBe(later);
    expect(reserve(freed, [aReservation(2)], later)).toMatchObject({ ok: true });
  });
});

describe('what a worker can hold', () => {
  const spec = { ...aSpec, capacity: { ...aSpec.capacity, nodes: 40 } };

  test.each([
    ['is what it was declared for until it is registered', { status: 'evaluation', nodeLimit: 5 }, 40],
    ['is limited by the licence it has', { status: 'registered', nodeLimit: 20 }, 20],
    ['is not more than declared, however large the licence', { status: 'registered', nodeLimit: 300 }, 40],
  ] as const)('%s', (_, has, nodes) => {
    expect(effectiveCapacity({ spec, license: has }).nodes).toBe(nodes);
  });

  test('is what CML runs without a licence when it is never registered', () => {
    expect(
      effectiveCapacity({ spec: { ...spec, registersLicense: false }, license: { status: 'unregistered' } }).nodes,
    ).toBe(5);
  });
});
