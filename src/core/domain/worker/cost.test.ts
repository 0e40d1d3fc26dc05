import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromIso, type Instant, instant } from '../../kernel/index.ts';
import { aSpec, aWorker, hour, minute, testNow } from '../testing/index.ts';
import {
  addSpent,
  evolveWorker,
  nothingSpent,
  runCost,
  type Spent,
  spendingOf,
  spentBy,
  type Worker,
  type WorkerEvent,
  type WorkerStatus,
  workerMayBecome,
  workerTransitions,
} from './index.ts';

function become(to: WorkerStatus, at: Instant): WorkerEvent {
  return { type: 'WorkerStatusChanged', to, reason: 'seen', at };
}

/** EC2 runs it, and checks it. */
function started(at: Instant): readonly WorkerEvent[] {
  return [
    { type: 'WorkerChecksChanged', system: 'initializing', instance: 'initializing', at },
    become('starting', at),
  ];
}

function launched(at: Instant): readonly WorkerEvent[] {
  return [{ type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-1', at }, become('provisioning', at)];
}

function after(...events: readonly WorkerEvent[]): Worker {
  return events.reduce(evolveWorker, aWorker());
}

function monthsOf(worker: Worker, now: Instant): Readonly<Record<string, Spent>> {
  return worker.cost === undefined ? {} : spentBy(worker.cost, worker.spec, now);
}

function sumOf(months: Readonly<Record<string, Spent>>): Spent {
  return Object.values(months).reduce(addSpent, nothingSpent);
}

const later = (ms: number): Instant => instant(testNow + ms);

describe('what a worker costs', () => {
  test('EC2 bills it from running to stopping, and its volume from launch to end', () => {
    const worker = after(
      ...launched(testNow),
      ...started(later(10 * minute)),
      become('running', later(20 * minute)),
      become('draining', later(30 * minute)),
      become('stopping', later(70 * minute)),
      become('stopped', later(80 * minute)),
      become('terminating', later(5 * hour)),
      { type: 'WorkerTerminated', at: later(6 * hour) },
    );
    const spent = sumOf(monthsOf(worker, later(100 * hour)));
    expect(spent).toMatchObject({ ranMs: hour, hostUsd: 4, existedMs: 6 * hour });
    // 256 GiB at 0.08 USD for 30 days of 24 hours.
    expect(spent.volumeUsd).toBeCloseTo((256 * 0.08 * 6) / (30 * 24), 10);
  });

  test('a host that runs on to give its licence back is billed until that is done', () => {
    const license = { status: 'registered', product: 'cml', nodeLimit: 300 } as const;
    const ending = [
      ...launched(testNow),
      ...started(testNow),
      { type: 'WorkerLicenseRegistrationCompleted', license, at: testNow } as const,
      become('running', testNow),
      become('terminating', later(hour)),
    ];
    expect(after(...ending).cost).toMatchObject({ runsSince: testNow });
    const returned = { ...license, status: 'unregistered' } as const;
    const worker = after(...ending, {
      type: 'WorkerLicenseDeregistrationCompleted',
      license: returned,
      at: later(2 * hour),
    });
    expect(sumOf(monthsOf(worker, later(9 * hour))).ranMs).toBe(2 * hour);
  });

  test('a stopped host that is started only to give its licence back is billed from when CML answers', () => {
    const license = { status: 'registered', product: 'cml', nodeLimit: 300 } as const;
    const returning = (step: 'host' | 'cml' | 'asking', at: Instant): WorkerEvent => ({
      type: 'WorkerLicenseChanged',
      license: { ...license, operation: 'deregistering', step },
      at,
    });
    const asked = [
      ...launched(testNow),
      become('terminating', later(hour)),
      returning('host', later(hour)),
      returning('cml', later(hour)),
    ];
    expect(after(...asked).cost?.runsSince).toBeUndefined();
    expect(after(...asked, returning('asking', later(2 * hour))).cost).toMatchObject({ runsSince: later(2 * hour) });
  });

  test('a start that lasted seconds is billed a minute, and each start anew', () => {
    const worker = after(
      ...launched(testNow),
      ...started(testNow),
      become('stopping', later(5_000)),
      become('stopped', later(6_000)),
      ...started(later(7_000)),
      become('stopping', later(67_500)),
    );
    expect(worker.cost).toMatchObject({ starts: 2 });
    expect(sumOf(monthsOf(worker, later(hour))).ranMs).toBe(2 * minute + 1_000);
  });

  test('what lasts over the end of a month is split there, by UTC', () => {
    const start = fromIso('2026-12-31T22:30:00.000Z');
    const worker = after(...launched(start), ...started(start));
    const months = monthsOf(worker, fromIso('2027-01-01T01:00:00.000Z'));
    expect(months['2026-12']).toMatchObject({ ranMs: 1.5 * hour, hostUsd: 6 });
    expect(months['2027-01']).toMatchObject({ ranMs: hour, hostUsd: 4 });
  });

  test('a launch that failed is billed no more, also when nobody looks at its worker for days', () => {
    const worker = after(...launched(testNow), ...started(testNow), {
      type: 'WorkerLaunchFailed',
      launch: 1,
      reason: 'no checks',
      at: later(hour),
    });
    expect(worker.cost).toMatchObject({ runsSince: undefined, existsSince: undefined });
    expect(sumOf(monthsOf(worker, later(9 * hour)))).toMatchObject({ ranMs: hour, existedMs: hour });
  });

  test('a start that waits for a host is not billed before EC2 runs it, nor when it is given up', () => {
    const stopped = [
      ...launched(testNow),
      ...started(testNow),
      become('stopping', testNow),
      become('stopped', testNow),
    ];
    const asked = [...stopped, become('starting', later(hour))];
    const failure = { type: 'WorkerLaunchFailed', launch: 1, reason: 'no capacity', at: later(2 * hour) } as const;
    expect(after(...asked).cost).toMatchObject({ runsSince: undefined });
    expect(after(...asked, failure).cost).toMatchObject({ runsSince: undefined, starts: 1 });
    const [checked] = started(later(2 * hour));
    expect(after(...asked, ...(checked ? [checked] : [])).cost).toMatchObject({ runsSince: later(2 * hour) });
  });

  test('a launch that EC2 refused, and a worker that is only planned, cost nothing', () => {
    const refused = after({ type: 'WorkerLaunchFailed', launch: 1, reason: 'no capacity', at: testNow });
    expect([refused.cost, aWorker().cost]).toEqual([undefined, undefined]);
  });

  test('a volume in a region without a known price is counted in hours only', () => {
    const elsewhere = aWorker({ spec: { ...aSpec, region: 'xx-nowhere-1' } });
    const worker = launched(testNow).reduce(evolveWorker, elsewhere);
    expect(sumOf(monthsOf(worker, later(hour)))).toMatchObject({ existedMs: hour, volumeUsd: 0 });
  });
});

const week = 7 * 24 * hour;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const statuses = Object.keys(workerTransitions) as WorkerStatus[];
const walk = fc.array(fc.tuple(fc.constantFrom(...statuses), fc.integer({ min: 0, max: week })), { maxLength: 60 });

/** Some way through the table of states, months long. */
function walked(steps: readonly (readonly [WorkerStatus, number])[]): { events: WorkerEvent[]; end: Instant } {
  const events: WorkerEvent[] = [...launched(testNow)];
  let at: number = testNow;
  let status: WorkerStatus = 'provisioning';
  for (const [to, ms] of steps) {
    at += ms;
    if (!workerMayBecome(status, to)) continue;
    status = to;
    events.push(become(to, instant(at)));
  }
  return { events, end: instant(at) };
}

/** Run by run, whatever months they fall into. */
function ranMs(events: readonly WorkerEvent[], end: Instant): number {
  let worker = aWorker();
  let sum = 0;
  const over = (from: Instant | undefined, until: Instant): number =>
    from === undefined ? 0 : sumOf(runCost(from, until, aSpec)).ranMs;
  for (const event of events) {
    const began = worker.cost?.runsSince;
    worker = evolveWorker(worker, event);
    if (worker.cost?.runsSince === undefined) sum += over(began, event.at);
  }
  return sum + over(worker.cost?.runsSince, end);
}

/** As long as there is an instance: not after a failed launch, nor at the end. */
function existedMs(events: readonly WorkerEvent[], end: Instant): number {
  const marks = events.flatMap((event) =>
    event.type === 'WorkerStatusChanged' ? [{ to: event.to, at: event.at }] : [],
  );
  const path: readonly { to: WorkerStatus; at: Instant }[] = [{ to: 'provisioning', at: testNow }, ...marks];
  return path.reduce((sum, { to, at }, index) => {
    const until = path[index + 1]?.at ?? end;
    return to === 'failed' || to === 'terminated' ? sum : sum + until - at;
  }, 0);
}

describe('whatever happens to it', () => {
  test('its months add up to its runs and to the life of its volume', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        const { events, end } = walked(steps);
        const total = sumOf(monthsOf(after(...events), end));
        expect(total.ranMs).toBe(ranMs(events, end));
        expect(total.hostUsd).toBeCloseTo((total.ranMs / hour) * aSpec.hourlyCostUsd, 6);
        expect(total.existedMs).toBe(existedMs(events, end));
      }),
    );
  });

  test('asking earlier and later differs by what was spent between, and never becomes less', () => {
    fc.assert(
      fc.property(walk, fc.integer({ min: 0, max: 90 * 24 }), (steps, hours) => {
        const { events, end } = walked(steps);
        const worker = after(...events);
        const now = sumOf(monthsOf(worker, end));
        const then = sumOf(monthsOf(worker, instant(end + hours * hour)));
        expect(then.ranMs).toBeGreaterThanOrEqual(now.ranMs);
        expect(then.existedMs - now.existedMs).toBe(worker.cost?.existsSince === undefined ? 0 : hours * hour);
      }),
    );
  });
});

test('what is booked until the end of the month counts each hour of a host once', () => {
  const end = fromIso('2026-12-01T00:00:00.000Z');
  const hold = (from: number, until: number) => ({
    from: instant(end - from * hour),
    until: instant(end - until * hour),
  });
  const worker = { spec: aSpec, cost: undefined };
  const reservations = { a: hold(10, 6), b: hold(8, 5), c: hold(2, -9), d: hold(2000, 1999) };
  expect(spendingOf([{ ...worker, reservations }], testNow)).toEqual({ spentUsd: 0, bookedUsd: 7 * 4 });
});
