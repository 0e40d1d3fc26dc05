import {
  aReservation,
  aRunningWorker,
  aStoppedWorker,
  aWorker,
  holding,
  hour,
  minute,
  testNow as now,
} from '@lcm/core/domain/testing';
import { reservationsAt, type Worker, type WorkerStatus } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextFleetLook, planFleet } from './plan-fleet.ts';

const settings = { ...defaultPlacementSettings, idleMs: 60 * minute };
const statuses: readonly WorkerStatus[] = [
  'pending',
  'provisioning',
  'starting',
  'running',
  'draining',
  'stopping',
  'stopped',
  'failed',
];

const workers: fc.Arbitrary<Worker> = fc
  .record({
    status: fc.constantFrom(...statuses),
    desired: fc.constantFrom('running', 'stopped', 'terminated' as const),
    service: fc.constantFrom('unavailable', 'available' as const),
    idleFor: fc.nat(5 * hour),
    from: fc.array(fc.integer({ min: -3 * hour, max: 6 * hour }), { maxLength: 3 }),
  })
  .map(({ idleFor, from, ...state }) => {
    const claims = from.map((at, index) =>
      aReservation(index, { from: instant(now + at), until: instant(now + at + hour) }),
    );
    return aWorker({ ...state, idleSince: instant(now - idleFor), ...holding(...claims) });
  });

describe('what the fleet is asked for', () => {
  test('never takes a host from a session that is on it, or that comes before it could be up again', () => {
    fc.assert(
      fc.property(workers, (worker) => {
        for (const { to } of planFleet([worker], settings, now)) {
          if (to !== 'stopped') continue;
          expect(reservationsAt(worker, now)).toEqual([]);
          const soonest = Math.min(...Object.values(worker.reservations).map(({ from }) => from));
          expect(soonest - now).toBeGreaterThan(settings.stoppedLeadMs);
        }
      }),
    );
  });

  test('never goes back and forth: what was asked for is not taken back at the same moment', () => {
    fc.assert(
      fc.property(workers, (worker) => {
        for (const { to } of planFleet([worker], settings, now)) {
          expect(planFleet([{ ...worker, desired: to }], settings, now)).toEqual([]);
        }
      }),
    );
  });

  test('looking only when it says so still wakes each host as early as it takes to bring it up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 * hour }), (inMs) => {
        const from = instant(now + settings.stoppedLeadMs + inMs);
        const worker = aStoppedWorker(holding(aReservation(1, { from, until: instant(from + hour) })));
        let at = now;
        for (let looks = 0; planFleet([worker], settings, at).length === 0; looks += 1) {
          expect(looks).toBeLessThan(3);
          at = instant(at + nextFleetLook([worker], settings, at));
        }
        expect(at).toBe(from - settings.stoppedLeadMs);
      }),
    );
  });

  test('a worker without an instance is woken earlier than one that is only stopped', () => {
    const from = instant(now + settings.newLeadMs);
    const claims = holding(aReservation(1, { from, until: instant(from + hour) }));
    expect(planFleet([aStoppedWorker(claims)], settings, now)).toEqual([]);
    expect(planFleet([aStoppedWorker({ ...claims, status: 'pending' })], settings, now)).toMatchObject([
      { to: 'running' },
    ]);
  });

  test('a stop that was asked for and has not begun is taken back when a session is booked for soon', () => {
    const from = instant(now + 10 * minute);
    const claims = holding(aReservation(1, { from, until: instant(from + hour) }));
    expect(planFleet([aRunningWorker({ ...claims, desired: 'stopped' })], settings, now)).toMatchObject([
      { to: 'running' },
    ]);
  });

  test('an idle host is switched off with the reason in words', () => {
    const idle = aRunningWorker({ idleSince: instant(now - 2 * hour) });
    expect(planFleet([idle], settings, now)).toMatchObject([
      { to: 'stopped', reason: 'nothing was on it for 120 min and nothing is booked soon' },
    ]);
  });
});
