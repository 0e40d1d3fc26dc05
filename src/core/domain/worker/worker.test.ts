import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant, ok } from '../../kernel/index.ts';
import {
  aReservation,
  aRunningWorker,
  aStoppedWorker,
  testNow as at,
  aWorker,
  holding,
  hour,
} from '../testing/index.ts';
import {
  ask,
  askGently,
  cancelDrain,
  confirm,
  drain,
  evolveWorker,
  licenseStatuses,
  release,
  report,
  reserve,
  start,
  type Worker,
  type WorkerDecision,
  type WorkerReport,
  type WorkerStatus,
  workerMayBecome,
  workerTransitions,
} from './index.ts';

const why = { reason: 'because', at };

function after(worker: Worker, decision: WorkerDecision): Worker {
  return decision.ok ? decision.value.reduce(evolveWorker, worker) : worker;
}

describe('the lifecycle', () => {
  test('leads from every state to the end', () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
    const statuses = Object.keys(workerTransitions) as WorkerStatus[];
    for (const status of statuses.filter((each) => each !== 'terminated')) {
      expect(status === 'terminating' || workerMayBecome(status, 'terminating')).toBe(true);
    }
    expect(workerTransitions.terminating).toEqual(['terminated']);
    expect(workerTransitions.terminated).toEqual([]);
  });

  test('holds whatever is decided and reported in whatever order, and saying it twice changes nothing', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (script) => {
        let worker = aWorker();
        for (const act of script) {
          const decision = act(worker);
          const next = after(worker, decision);
          if (next.status !== worker.status) expect([worker.status, next.status]).toSatisfy(isLegal);
          const again = act(next);
          if (decision.ok && again.ok) expect(after(next, again)).toEqual(next);
          worker = next;
        }
      }),
      { numRuns: 300 },
    );
  });
});

function isLegal([from, to]: readonly WorkerStatus[]): boolean {
  return from !== undefined && to !== undefined && workerMayBecome(from, to);
}

type Act = (worker: Worker) => WorkerDecision;

const hostStatus = fc.constantFrom('provisioning', 'starting', 'running', 'stopping', 'stopped' as const);
const serviceStatus = fc.constantFrom('unavailable', 'starting', 'available', 'error' as const);
const reports: fc.Arbitrary<(launch: number) => WorkerReport> = fc.oneof(
  fc.constantFrom<(launch: number) => WorkerReport>(
    (launch) => ({ type: 'launched', launch, instanceId: `i-${launch}` }),
    (launch) => ({ type: 'launch-failed', launch, reason: 'no capacity' }),
    (launch) => ({ type: 'vacated', launch }),
    (launch) => ({ type: 'terminating', launch, reason: 'over' }),
    (launch) => ({ type: 'terminated', launch }),
  ),
  hostStatus.map(
    (status) =>
      (launch: number): WorkerReport => ({ type: 'host', launch, status, reason: 'seen' }),
  ),
  serviceStatus.map(
    (status) =>
      (launch: number): WorkerReport => ({ type: 'service', launch, status }),
  ),
  fc.constantFrom(...licenseStatuses).map(
    (status) =>
      (launch: number): WorkerReport => ({ type: 'license', launch, license: { status } }),
  ),
);
// Vacating makes the next launch the present one, so that the same report a second time is an old one.
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: reports.map((of): Act => pinned((worker) => of(worker.launch))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Act>(
      (worker) => start(worker, why),
      (worker) => ask(worker, 'running', why),
      (worker) => askGently(worker, 'stopped', why),
      (worker) => askGently(worker, 'terminated', why),
      (worker) => drain(worker, { reason: 'maintenance', timeoutMinutes: 30, at }),
      (worker) => cancelDrain(worker, 'not now', at),
      (worker) => reserve(worker, [aReservation(1)], at),
      (worker) => ok([...confirm(worker, aReservation(1).id, at)]),
      (worker) => release(worker, aReservation(1).id, why),
    ),
  },
);

function pinned(make: (worker: Worker) => WorkerReport): Act {
  let seen: WorkerReport | undefined;
  return (worker) => {
    seen ??= make(worker);
    return report(worker, seen, at);
  };
}

describe('reports', () => {
  test('of another launch are refused, whatever they say', () => {
    fc.assert(
      fc.property(reports, fc.constantFrom(-1, 1), (of, off) => {
        const worker = aRunningWorker({ launch: 3 });
        expect(report(worker, of(3 + off), at)).toEqual({
          ok: false,
          rejection: { code: 'worker.other-launch', launch: 3 },
        });
      }),
    );
  });

  test('of a terminated worker change nothing', () => {
    fc.assert(
      fc.property(reports, (of) => {
        expect(report(aWorker({ status: 'terminated' }), of(1), at)).toEqual({ ok: true, value: [] });
      }),
    );
  });

  test('a draining host that is seen running goes on draining', () => {
    const draining = aRunningWorker({ status: 'draining' });
    const seen = report(draining, { type: 'host', launch: 1, status: 'running', reason: 'up' }, at);
    expect(after(draining, seen).status).toBe('draining');
  });

  test('a licence that was not returned is still to be seen when the seat is free for the next launch', () => {
    const license = { status: 'registered', failure: 'not returned: CML did not answer in time' } as const;
    const vacated = after(
      aWorker({ status: 'failed', license }),
      report(aWorker({ status: 'failed' }), { type: 'vacated', launch: 1 }, at),
    );
    expect(vacated).toMatchObject({ status: 'pending', launch: 2 });
    expect(vacated.license).toEqual({ status: 'unregistered', failure: license.failure });
  });
});

describe('failed launches', () => {
  const failed = aWorker({ status: 'failed', failures: 5 });

  test('count until CML is available: a host that runs has not worked yet', () => {
    const up = after(
      aWorker({ status: 'starting', failures: 2 }),
      report(aWorker({ status: 'starting' }), { type: 'host', launch: 1, status: 'running', reason: 'up' }, at),
    );
    expect(up).toMatchObject({ status: 'running', failures: 2 });
    expect(after(up, report(up, { type: 'service', launch: 1, status: 'available' }, at)).failures).toBe(0);
  });

  test('are forgotten when an operator starts the worker that gave up, once', () => {
    const decision = start(failed, why);
    expect(decision).toEqual({ ok: true, value: [{ type: 'WorkerRetryAsked', ...why }] });
    const retried = after(failed, decision);
    expect(retried).toMatchObject({ status: 'failed', failures: 0, desired: 'running', desiredReason: 'because' });
    expect(start(retried, why)).toEqual({ ok: true, value: [] });
  });

  test('are not forgotten because the calendar wants the worker', () => {
    const unwanted = { ...failed, desired: 'stopped' } as const;
    expect(after(unwanted, ask(unwanted, 'running', why))).toMatchObject({ desired: 'running', failures: 5 });
  });

  test('one that was not wanted any more is wanted again, and tries again', () => {
    const unwanted = { ...failed, desired: 'stopped' } as const;
    expect(after(unwanted, start(unwanted, why))).toMatchObject({ desired: 'running', failures: 0 });
  });
});

describe('asking', () => {
  test('a stop that has not begun is taken back', () => {
    const stopping = aRunningWorker({ desired: 'stopped' });
    expect(after(stopping, ask(stopping, 'running', why)).desired).toBe('running');
  });

  test('termination is never taken back', () => {
    for (const to of ['running', 'stopped'] as const) {
      expect(ask(aRunningWorker({ desired: 'terminated' }), to, why)).toMatchObject({ ok: false });
    }
  });

  test('a draining worker is not started: its drain is cancelled or it ends', () => {
    expect(start(aRunningWorker({ status: 'draining' }), why)).toMatchObject({
      rejection: { code: 'worker.wrong-state', action: 'start' },
    });
  });

  test('a host is not taken from a session that is on it, also when that outstays its time', () => {
    const long = aReservation(1, { from: instant(at - 2 * hour), until: instant(at - hour) });
    for (const to of ['stopped', 'terminated'] as const) {
      expect(askGently(aRunningWorker(holding(long)), to, why)).toEqual({
        ok: false,
        rejection: { code: 'worker.in-use', sessions: ['ses_1'] },
      });
    }
  });

  test('a worker that sessions are booked on may stop, since it starts again for them, but not end', () => {
    const later = aReservation(1, { from: instant(at + hour), until: instant(at + 2 * hour) });
    const worker = aRunningWorker(holding(later));
    expect(askGently(worker, 'stopped', why)).toMatchObject({ ok: true });
    expect(askGently(worker, 'terminated', why)).toMatchObject({ rejection: { code: 'worker.has-bookings' } });
  });

  test('a drain is cancelled while the worker shall run, and not once it shall not', () => {
    const draining = aRunningWorker({ status: 'draining' });
    expect(after(draining, cancelDrain(draining, 'back', at)).status).toBe('running');
    expect(cancelDrain({ ...draining, desired: 'stopped' }, 'back', at)).toMatchObject({ ok: false });
    expect(drain(aStoppedWorker(), { reason: 'x', at })).toMatchObject({ rejection: { code: 'worker.wrong-state' } });
  });
});
