import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aReservation, aRunningWorker, aWorker, holding, hour, minute, testNow as now } from '../testing/index.ts';
import {
  evolveWorker,
  idleInWords,
  idlenessOf,
  report,
  reserve,
  rest,
  setIdleDetection,
  snooze,
  useInWords,
  type Worker,
  type WorkerActivity,
  type WorkerDecision,
} from './index.ts';

const rule = { idleMs: 60 * minute, keepsUpMs: 80 * minute };
const why = { reason: 'nobody uses it', by: 'scheduler', at: now };
const nobodyThere: WorkerActivity = { labs: 0, running: 0, byHand: 0 };

/** Idle but for what is said. */
function anIdleWorker(fields: Partial<Worker> = {}): Worker {
  return aRunningWorker({ idleSince: instant(now - 3 * hour), activity: nobodyThere, ...fields });
}

function after(worker: Worker, decision: WorkerDecision): Worker {
  return decision.ok ? decision.value.reduce(evolveWorker, worker) : worker;
}

const restingWorker = after(anIdleWorker(), rest(anIdleWorker(), rule, why));

function seen(activity?: WorkerActivity) {
  return { type: 'activity', launch: 1, activity } as const;
}

describe('a worker is idle', () => {
  test('when nobody has done anything on it for long enough', () => {
    expect(idlenessOf(anIdleWorker(), rule, now)).toEqual({ idle: true, since: now - 3 * hour });
  });

  test.each<[string, Partial<Worker>, string]>([
    ['it does not run', { status: 'stopped' }, 'it is stopped'],
    ['its idle detection is off', { idleDetection: false }, 'idle detection is switched off for it'],
    ['it is snoozed', { snoozedUntil: instant(now + hour) }, 'it is snoozed until 2026-11-21T10:00:00.000Z'],
    ['CML does not tell what happens on it', { activity: undefined }, 'CML does not tell what happens on it'],
    ['a session is on it', holding(aReservation()), '1 session on it now'],
    [
      'a session is near',
      holding(aReservation(1, { from: instant(now + hour), until: instant(now + 2 * hour) })),
      'a session is prepared on it from 2026-11-21T10:00:00.000Z',
    ],
    ['a lab runs', { activity: { labs: 3, running: 1, byHand: 0 } }, '1 lab runs on it'],
    ['people’s labs run', { activity: { labs: 3, running: 2, byHand: 1 } }, '2 labs run on it, 1 made by hand'],
    [
      'somebody has worked there',
      { activity: { ...nobodyThere, lastAt: instant(now - 59 * minute) } },
      'it was used at 2026-11-21T08:01:00.000Z',
    ],
  ])('never while %s', (_, fields, words) => {
    const worker = anIdleWorker(fields);
    const found = idlenessOf(worker, rule, now);
    expect(found.idle ? [] : found.because.map(useInWords)).toEqual([words]);
    if (worker.status === 'running') {
      expect(rest(worker, rule, why)).toMatchObject({ ok: false, rejection: { code: 'worker.not-idle' } });
    }
  });

  test('and it is said when it will be, unless something without an end or a booking is in the way', () => {
    const lastAt = instant(now - 20 * minute);
    const snoozedUntil = instant(now + 50 * minute);
    const used = anIdleWorker({ activity: { ...nobodyThere, lastAt } });
    expect(idlenessOf(used, rule, now)).toMatchObject({ stopsAt: lastAt + hour });
    expect(idlenessOf({ ...used, snoozedUntil }, rule, now)).toMatchObject({ stopsAt: snoozedUntil });
    const from = instant(now + 90 * minute);
    const booked = holding(aReservation(1, { from, until: instant(from + hour) }));
    expect(idlenessOf({ ...used, ...booked }, rule, now)).not.toMatchObject({ stopsAt: expect.anything() });
    const labs = { labs: 1, running: 1, byHand: 1, lastAt };
    expect(idlenessOf({ ...used, activity: labs }, rule, now)).not.toMatchObject({ stopsAt: expect.anything() });
  });

  test('exactly from the instant that was foreseen on, if nothing else happens', () => {
    const times = fc.record({ used: fc.nat(2 * hour), snoozed: fc.nat(2 * hour), booked: fc.nat(8 * hour) });
    fc.assert(
      fc.property(times, ({ used, snoozed, booked }) => {
        const from = instant(now + booked + 1);
        const worker = anIdleWorker({
          activity: { ...nobodyThere, lastAt: instant(now - used) },
          snoozedUntil: instant(now + snoozed),
          ...holding(aReservation(1, { from, until: instant(from + hour) })),
        });
        const found = idlenessOf(worker, rule, now);
        const at = found.idle ? now : found.stopsAt;
        if (at === undefined) return;
        expect(idlenessOf(worker, rule, at).idle).toBe(true);
        if (at > now) expect(idlenessOf(worker, rule, instant(at - 1)).idle).toBe(false);
      }),
    );
  });
});

describe('the stop of an idle worker', () => {
  test('has its reason in words and as data', () => {
    const found = idlenessOf(anIdleWorker(), rule, now);
    expect(found.idle && idleInWords(found, now)).toBe(
      'nobody has used it for 180 min, no lab runs on it and nothing is booked',
    );
    expect(restingWorker).toMatchObject({
      desired: 'stopped',
      desiredReason: 'nobody uses it',
      desiredCause: { kind: 'idle', by: 'scheduler', since: now - 3 * hour },
    });
  });

  test('is refused when a booking or somebody came between the decision and the command', () => {
    const idle = anIdleWorker();
    const soon = aReservation(1, { from: instant(now + hour), until: instant(now + 2 * hour) });
    for (const between of [
      reserve(idle, [soon], now),
      report(idle, seen({ labs: 1, running: 1, byHand: 1 }), now),
      report(idle, seen({ labs: 1, running: 0, byHand: 0, lastAt: now }), now),
      report(idle, seen(), now),
      snooze(idle, 60, why),
      setIdleDetection(idle, false, why),
    ]) {
      const worker = after(idle, between);
      expect(worker).not.toEqual(idle);
      expect(rest(worker, rule, why)).toMatchObject({ ok: false, rejection: { code: 'worker.not-idle' } });
    }
  });

  test.each<[string, (worker: Worker) => WorkerDecision]>([
    ['a lab runs', (worker) => report(worker, seen({ labs: 1, running: 1, byHand: 1 }), now)],
    ['a lab appears', (worker) => report(worker, seen({ labs: 1, running: 0, byHand: 0 }), now)],
    ['somebody did anything', (worker) => report(worker, seen({ ...nobodyThere, lastAt: now }), now)],
    ['CML does not tell any more', (worker) => report(worker, seen(), now)],
    ['CML breaks', (worker) => report(worker, { type: 'service', launch: 1, status: 'error' }, now)],
    ['an operator snoozes it', (worker) => snooze(worker, 60, why)],
    ['an operator switches idle detection off', (worker) => setIdleDetection(worker, false, why)],
  ])('is taken back when, before its host stops, %s', (_, act) => {
    const back = after(restingWorker, act(restingWorker));
    expect(back).toMatchObject({ desired: 'running', desiredCause: { kind: 'use' } });
    expect(idlenessOf(back, rule, now).idle).toBe(false);
  });

  test('goes on when nothing has changed', () => {
    expect(report(restingWorker, seen(nobodyThere), now)).toEqual({ ok: true, value: [] });
  });

  test('that a person asked for is not taken back by labs that run', () => {
    const stopped = aRunningWorker({ desired: 'stopped', activity: nobodyThere });
    expect(after(stopped, report(stopped, seen({ labs: 1, running: 1, byHand: 1 }), now)).desired).toBe('stopped');
  });
});

describe('activity', () => {
  test('is an event when counts change or it moved on by five minutes, not with each look', () => {
    const known: WorkerActivity = { labs: 1, running: 1, byHand: 1, lastAt: now };
    const worker = anIdleWorker({ activity: known });
    const later = (ms: number) => report(worker, seen({ ...known, lastAt: instant(now + ms) }), now);
    expect(later(5 * minute - 1)).toEqual({ ok: true, value: [] });
    expect(later(5 * minute)).toMatchObject({ value: [{ type: 'WorkerActivityChanged' }] });
    expect(report(worker, seen({ ...known, running: 0, byHand: 0 }), now)).toMatchObject({
      value: [{ type: 'WorkerActivityChanged', activity: { running: 0 } }],
    });
  });

  test('counts as done when labs came or went, though CML puts no time to it', () => {
    const worker = anIdleWorker({ activity: { labs: 1, running: 0, byHand: 0, lastAt: instant(now - 2 * hour) } });
    expect(after(worker, report(worker, seen(nobodyThere), now)).activity).toEqual({ ...nobodyThere, lastAt: now });
  });

  test('of a host that went down is not known', () => {
    const down = { type: 'WorkerStatusChanged', to: 'stopped', reason: 'down', at: now } as const;
    expect(evolveWorker(anIdleWorker(), down).activity).toBeUndefined();
  });
});

test('a snooze can be ended, and makes no sense while the host is down', () => {
  const snoozed = after(anIdleWorker(), snooze(anIdleWorker(), 60, why));
  expect(snoozed.snoozedUntil).toBe(now + hour);
  expect(idlenessOf(after(snoozed, snooze(snoozed, 0, why)), rule, now).idle).toBe(true);
  expect(snooze(aWorker({ status: 'stopped' }), 60, why)).toMatchObject({ rejection: { code: 'worker.wrong-state' } });
});
