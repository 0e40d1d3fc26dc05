import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aReservation,
  aRunningWorker,
  aStoppedWorker,
  aWorker,
  holding,
  hour,
  minute,
  testNow as now,
} from '../domain/testing/index.ts';
import {
  MaintenanceId,
  type MaintenanceWindow,
  reservationsAt,
  type Timetable,
  type Worker,
  type WorkerStatus,
} from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { afterSessions, foreseenStep } from './foresee.ts';
import { nextFleetLook, planFleet } from './plan-fleet.ts';
import { defaultPlacementSettings } from './settings.ts';

const settings = defaultPlacementSettings;
const nobodyThere = { labs: 0, running: 0, byHand: 0 };
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

/** The test's day is a Saturday. */
const officeHours: Timetable = { zone: 'UTC', hours: [{ days: ['sat'], from: '08:00', until: '18:00' }] };

function aWindow(inMs: number, keepsUp: boolean): MaintenanceWindow {
  const from = instant(now + inMs);
  const until = instant(from + 2 * hour);
  return { id: MaintenanceId.parse('mnt_1'), from, until, keepsUp, reason: 'patches', by: 'ana' };
}

const workers: fc.Arbitrary<Worker> = fc
  .record({
    status: fc.constantFrom(...statuses),
    desired: fc.constantFrom('running', 'stopped', 'terminated' as const),
    service: fc.constantFrom('unavailable', 'available' as const),
    idleFor: fc.nat(5 * hour),
    from: fc.array(fc.integer({ min: -3 * hour, max: 6 * hour }), { maxLength: 3 }),
    running: fc.option(fc.nat(2), { nil: undefined }),
    usedFor: fc.nat(5 * hour),
    snoozedFor: fc.integer({ min: -hour, max: hour }),
    idleDetection: fc.constantFrom(undefined, true, false),
    maintainedIn: fc.option(fc.integer({ min: -hour, max: 5 * hour }), { nil: undefined }),
    keepsUp: fc.boolean(),
    timetable: fc.constantFrom(undefined, officeHours, { ...officeHours, zone: 'Asia/Tokyo' }),
  })
  .map(({ idleFor, from, running, usedFor, snoozedFor, maintainedIn, keepsUp, ...state }) => {
    const maintenance = maintainedIn === undefined ? undefined : [aWindow(maintainedIn, keepsUp)];
    const lastAt = instant(now - usedFor);
    const activity = running === undefined ? undefined : { labs: 3, running, byHand: running, lastAt };
    const snoozedUntil = instant(now + snoozedFor);
    const claims = from.map((at, index) =>
      aReservation(index, { from: instant(now + at), until: instant(now + at + hour) }),
    );
    const idleSince = instant(now - idleFor);
    return aWorker({ ...state, maintenance, activity, snoozedUntil, idleSince, ...holding(...claims) });
  });

const { afterSessionsMs = 0 } = settings;
const keepsUpMs = afterSessionsMs + settings.stoppedLeadMs;

/** Nobody uses them, in one way or another. */
const idleWorkers: fc.Arbitrary<Worker> = fc
  .record({
    idleFor: fc.integer({ min: settings.idleMs, max: 5 * hour }),
    usedFor: fc.option(fc.integer({ min: settings.idleMs, max: 5 * hour }), { nil: undefined }),
    labs: fc.nat(3),
    snoozeOverFor: fc.option(fc.nat(hour), { nil: undefined }),
    bookedIn: fc.option(fc.integer({ min: keepsUpMs + 1, max: 9 * hour }), { nil: undefined }),
  })
  .map(({ idleFor, usedFor, labs, snoozeOverFor, bookedIn }) => {
    const from = instant(now + (bookedIn ?? 0));
    return aRunningWorker({
      idleSince: instant(now - idleFor),
      activity: { ...nobodyThere, labs, lastAt: usedFor === undefined ? undefined : instant(now - usedFor) },
      snoozedUntil: snoozeOverFor === undefined ? undefined : instant(now - snoozeOverFor),
      ...(bookedIn !== undefined && holding(aReservation(1, { from, until: instant(from + hour) }))),
    });
  });

/** What keeps any of them up, by itself. */
const disturbances: fc.Arbitrary<Partial<Worker>> = fc.oneof(
  fc.integer({ min: -hour, max: keepsUpMs }).map((inMs) => {
    const from = instant(now + inMs);
    return holding(aReservation(1, { from, until: instant(from + 2 * hour) }));
  }),
  fc.integer({ min: 1, max: 5 }).map((running) => ({ activity: { labs: 5, running, byHand: 0 } })),
  fc.nat(settings.idleMs - 1).map((ago) => ({ activity: { ...nobodyThere, lastAt: instant(now - ago) } })),
  fc.nat(settings.idleMs - 1).map((ago) => ({ idleSince: instant(now - ago) })),
  fc.integer({ min: 1, max: 5 * hour }).map((ms) => ({ snoozedUntil: instant(now + ms) })),
  fc.constantFrom<Partial<Worker>>({ activity: undefined }, { idleDetection: false }),
);

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

  test('never takes a host from somebody who works on it, from a lab that runs, or from an operator who wants it', () => {
    fc.assert(
      fc.property(idleWorkers, disturbances, (worker, disturbance) => {
        expect(planFleet([{ ...worker, ...disturbance }], settings, now)).toEqual([]);
      }),
    );
  });

  test('does stop what nobody uses, and lets it rest for a while', () => {
    fc.assert(
      fc.property(idleWorkers, fc.nat(afterSessionsMs), (worker, ms) => {
        expect(planFleet([worker], settings, now)).toMatchObject([{ to: 'stopped', cause: 'idle' }]);
        const resting = { ...worker, status: 'stopped', desired: 'stopped' } as const;
        expect(planFleet([resting], settings, instant(now + ms))).toEqual([]);
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
    const idle = aRunningWorker({ idleSince: instant(now - 2 * hour), activity: nobodyThere });
    expect(planFleet([idle], settings, now)).toMatchObject([
      {
        to: 'stopped',
        reason: 'nobody has used it for 120 min, no lab runs on it and nothing is booked',
        cause: 'idle',
      },
    ]);
  });
});

describe('hours and maintenance', () => {
  const asleep = { desiredSince: instant(now - 20 * hour) };
  const evening: Timetable = { zone: 'UTC', hours: [{ days: ['sat'], from: '13:00', until: '18:00' }] };
  const oneOClock = instant(now + 4 * hour);

  test('a host is brought up so early that it is up when its hours begin, however seldom one looks', () => {
    const worker = aStoppedWorker({ ...asleep, timetable: evening });
    expect(planFleet([worker], settings, now)).toEqual([]);
    const at = instant(now + nextFleetLook([worker], settings, now));
    expect(at).toBe(oneOClock - settings.stoppedLeadMs);
    expect(planFleet([worker], settings, at)).toMatchObject([{ to: 'running', cause: 'timetable' }]);
  });

  test('within its hours it is left alone though nobody uses it, and at their end it is stopped', () => {
    const worker = aRunningWorker({
      timetable: evening,
      idleSince: instant(now - 9 * hour),
      activity: nobodyThere,
      idleDetection: false,
    });
    expect(planFleet([worker], settings, oneOClock)).toEqual([]);
    const end = instant(oneOClock + nextFleetLook([worker], settings, oneOClock));
    expect(end).toBe(now + 9 * hour);
    expect(planFleet([worker], settings, end)).toMatchObject([{ to: 'stopped' }]);
    expect(planFleet([{ ...worker, activity: { labs: 1, running: 1, byHand: 1 } }], settings, end)).toEqual([]);
  });

  test('whoever stops it within its hours has the last word until the next', () => {
    const within = instant(oneOClock + hour);
    const stopped = aStoppedWorker({ timetable: evening, desiredSince: instant(within - minute) });
    expect(planFleet([stopped], settings, within)).toEqual([]);
    const nextSaturday = instant(oneOClock + 7 * 24 * hour);
    expect(planFleet([stopped], settings, nextSaturday)).toMatchObject([{ to: 'running' }]);
  });

  test('a host is brought up for maintenance that needs it, and for no other', () => {
    const soon = settings.stoppedLeadMs;
    const wanted = aStoppedWorker({ ...asleep, maintenance: [aWindow(soon, true)] });
    expect(planFleet([wanted], settings, now)).toMatchObject([
      { to: 'running', cause: 'maintenance', reason: 'maintenance: patches' },
    ]);
    expect(planFleet([{ ...wanted, maintenance: [aWindow(soon, false)] }], settings, now)).toEqual([]);
  });
});

describe('what is foreseen of a worker', () => {
  test('is what it is then asked to do, if sessions end as they are booked and nothing else happens', () => {
    let foreseen = 0;
    fc.assert(
      fc.property(workers, (worker) => {
        const step = foreseenStep(worker, settings, now);
        if (step === undefined || step.cause === 'drain') return;
        foreseen += 1;
        expect(step.at).toBeGreaterThanOrEqual(now);
        const then = afterSessions(worker, { now, at: step.at });
        expect(planFleet([then], settings, step.at).map(({ to }) => to)).toEqual([step.to]);
      }),
    );
    expect(foreseen).toBeGreaterThan(0);
  });

  test('is nothing sooner than what it is asked to do', () => {
    fc.assert(
      fc.property(workers, (worker) => {
        const asked = planFleet([worker], settings, now).map(({ to }) => to);
        const step = foreseenStep(worker, settings, now);
        if (asked.length > 0) expect(step).toMatchObject({ at: now, to: asked[0] });
      }),
    );
  });

  test('names what ends: its hours, its maintenance, its last session or its use', () => {
    const up = { idleSince: instant(now - 9 * hour), activity: nobodyThere };
    const foreseen = (worker: Worker) => foreseenStep(worker, settings, now);
    const inHours = aRunningWorker({ ...up, timetable: officeHours });
    expect(foreseen(inHours)).toMatchObject({ at: now + 9 * hour, to: 'stopped', cause: 'timetable' });
    const maintained = aRunningWorker({ ...up, maintenance: [aWindow(-hour, true)] });
    expect(foreseen(maintained)).toMatchObject({ at: now + hour, to: 'stopped', cause: 'maintenance' });
    const last = holding(aReservation(1, { from: now, until: instant(now + hour) }));
    expect(foreseen(aRunningWorker({ ...last, status: 'draining' }))).toMatchObject({ at: now + hour, cause: 'drain' });
    const inSession = aRunningWorker({ ...up, ...last });
    expect(foreseen(inSession)).toMatchObject({ at: now + hour + settings.idleMs, to: 'stopped', cause: 'idle' });
    const used = aRunningWorker({ ...up, idleSince: now });
    expect(foreseen(used)).toMatchObject({ at: now + settings.idleMs, cause: 'idle' });
  });
});
