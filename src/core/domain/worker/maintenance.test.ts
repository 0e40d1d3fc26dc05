import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import { aReservation, aRunningWorker, holding, hour, minute, testNow as now } from '../testing/index.ts';
import {
  cancelMaintenance,
  evolveWorker,
  idlenessOf,
  MaintenanceId,
  type MaintenanceWindow,
  planMaintenance,
  reserve,
  type Worker,
  type WorkerDecision,
} from './index.ts';

function at(hours: number): Instant {
  return instant(now + hours * hour);
}

function aWindow(from: number, until: number, number = 1): MaintenanceWindow {
  const id = MaintenanceId.parse(`mnt_${number}`);
  return { id, from: at(from), until: at(until), keepsUp: true, reason: 'patches', by: 'ana' };
}

function after(worker: Worker, decision: WorkerDecision): Worker {
  if (!decision.ok) throw new Error(decision.rejection.code);
  return decision.value.reduce(evolveWorker, worker);
}

describe('maintenance', () => {
  test('is not planned over sessions: they are named, with the time that is free', () => {
    const booked = aRunningWorker(
      holding(aReservation(1, { from: at(2), until: at(4) }), aReservation(2, { from: at(5), until: at(6) })),
    );
    expect(planMaintenance(booked, aWindow(3, 5), now)).toMatchObject({
      rejection: { code: 'worker.maintenance-booked', sessions: ['ses_1'], freeFrom: at(6) },
    });
    expect(planMaintenance(booked, aWindow(4, 5), now).ok).toBe(true);
  });

  test('keeps sessions off the worker, and those after it on', () => {
    const worker = after(aRunningWorker(), planMaintenance(aRunningWorker(), aWindow(2, 4), now));
    const booked = (from: number, until: number) =>
      reserve(worker, [aReservation(1, { from: at(from), until: at(until) })], now);
    expect(booked(1, 3)).toMatchObject({ rejection: { code: 'worker.in-maintenance', from: at(2), until: at(4) } });
    expect(booked(0, 2).ok).toBe(true);
    expect(booked(4, 5).ok).toBe(true);
  });

  test.each([
    ['is over', aWindow(-2, -1)],
    ['ends before it begins', aWindow(2, 1)],
    ['never ends', aWindow(1, 24 * 15)],
  ])('that %s is refused', (_, window) => {
    expect(planMaintenance(aRunningWorker(), window, now)).toMatchObject({
      rejection: { code: 'worker.maintenance-invalid' },
    });
  });

  test('is planned once at a time, and given back by whoever no longer needs it', () => {
    const worker = after(aRunningWorker(), planMaintenance(aRunningWorker(), aWindow(2, 4), now));
    expect(planMaintenance(worker, aWindow(3, 5, 2), now)).toMatchObject({
      rejection: { code: 'worker.maintenance-overlaps' },
    });
    const why = { reason: 'done early', at: now };
    const back = after(worker, cancelMaintenance(worker, MaintenanceId.parse('mnt_1'), why));
    expect(back.maintenance).toEqual([]);
    expect(cancelMaintenance(back, MaintenanceId.parse('mnt_1'), why)).toMatchObject({ value: [] });
  });

  test('that is over is forgotten with the next that is planned', () => {
    const first = after(aRunningWorker(), planMaintenance(aRunningWorker(), aWindow(0, 1), now));
    const second = after(first, planMaintenance(first, aWindow(3, 4, 2), at(2)));
    expect(second.maintenance).toMatchObject([{ id: 'mnt_2' }]);
  });

  test('keeps an unused host up while it lasts', () => {
    const rule = { idleMs: 60 * minute, keepsUpMs: 80 * minute };
    const unused = aRunningWorker({
      idleSince: at(-3),
      activity: { labs: 0, running: 0, byHand: 0 },
      maintenance: [aWindow(0, 2)],
    });
    expect(idlenessOf(unused, rule, at(1))).toMatchObject({ idle: false, stopsAt: at(2) });
    expect(idlenessOf(unused, rule, at(2))).toMatchObject({ idle: true });
    const soon = { ...unused, maintenance: [aWindow(1, 2)] };
    expect(idlenessOf(soon, rule, now)).toMatchObject({ idle: false, stopsAt: at(2) });
    expect(idlenessOf({ ...unused, maintenance: [aWindow(3, 4)] }, rule, now)).toMatchObject({ idle: true });
  });

  test('never shares an instant with a session, whatever is asked for in whatever order', () => {
    const span = fc.record({
      from: fc.integer({ min: 0, max: 40 }),
      hours: fc.integer({ min: 1, max: 8 }),
      isSession: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), (asked) => {
        let worker = aRunningWorker();
        asked.forEach(({ from, hours, isSession }, index) => {
          const until = from + hours;
          const decision = isSession
            ? reserve(worker, [aReservation(index, { from: at(from), until: at(until) })], now)
            : planMaintenance(worker, aWindow(from, until, index), now);
          if (decision.ok) worker = after(worker, decision);
        });
        for (const window of worker.maintenance ?? []) {
          for (const held of Object.values(worker.reservations)) {
            expect(held.until <= window.from || held.from >= window.until).toBe(true);
          }
        }
      }),
    );
  });
});
