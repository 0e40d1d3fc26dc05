import { expect, test } from 'vitest';
import { fromIso, type Instant, instant } from '../../kernel/index.ts';
import { aRunningWorker, hour, minute, testNow } from '../testing/index.ts';
import { type DesiredCause, evolveWorker, savedBy, type Worker, type WorkerEvent, type WorkerStatus } from './index.ts';

const idle: DesiredCause = { kind: 'idle', by: 'scheduler', since: testNow };

function stop(at: Instant, cause?: DesiredCause): WorkerEvent[] {
  return [
    { type: 'WorkerDesiredStatusChanged', to: 'stopped', reason: 'nobody uses it', cause, at },
    become('stopping', instant(at + 1)),
    become('stopped', instant(at + minute)),
  ];
}

function start(at: Instant, cause?: DesiredCause): WorkerEvent[] {
  return [
    { type: 'WorkerDesiredStatusChanged', to: 'running', reason: 'needed', cause, at },
    become('starting', at),
    become('running', instant(at + 5 * minute)),
  ];
}

function become(to: WorkerStatus, at: Instant): WorkerEvent {
  return { type: 'WorkerStatusChanged', to, reason: 'seen', at };
}

function after(...events: readonly WorkerEvent[]): Worker {
  return events.reduce(evolveWorker, aRunningWorker());
}

const morning = fromIso('2026-11-30T22:00:00.000Z');

test('the time between the stop of an unused worker and its next start is saved, with the decision that did it', () => {
  const worker = after(...stop(testNow, idle), ...start(instant(testNow + 2 * hour + minute), { kind: 'booking' }));
  expect(worker.savings).toEqual({
    since: testNow + minute,
    stops: 1,
    starts: 1,
    total: { ms: 2 * hour, usd: 8 },
    day: { ms: 2 * hour, usd: 8, of: '2026-11-21' },
    month: { ms: 2 * hour, usd: 8, of: '2026-11' },
    recent: [
      {
        decidedAt: testNow,
        by: 'scheduler',
        reason: 'nobody uses it',
        from: testNow + minute,
        until: testNow + 2 * hour + minute,
      },
    ],
  });
});

test('what lasts counts up to now, in its day and its month by UTC', () => {
  const { savings } = after(...stop(morning, idle));
  if (savings === undefined) throw new Error('it saves');
  const since = morning + minute;
  const nextDay = fromIso('2026-12-01T03:00:00.000Z');
  expect(savedBy(savings, 4, instant(since + hour)).day).toEqual({ ms: hour, usd: 4, of: '2026-11-30' });
  expect(savedBy(savings, 4, nextDay)).toEqual({
    total: { ms: nextDay - since, usd: ((nextDay - since) / hour) * 4 },
    day: { ms: 3 * hour, usd: 12, of: '2026-12-01' },
    month: { ms: 3 * hour, usd: 12, of: '2026-12' },
  });
});

test('a new day begins with nothing, and the month goes on', () => {
  const monday = fromIso('2026-11-23T10:00:00.000Z');
  const tuesday = fromIso('2026-11-24T10:00:00.000Z');
  const worker = after(
    ...stop(monday, idle),
    ...start(instant(monday + hour + minute)),
    ...stop(tuesday, idle),
    ...start(instant(tuesday + hour + minute)),
  );
  expect(worker.savings).toMatchObject({
    stops: 2,
    starts: 0,
    day: { ms: hour, of: '2026-11-24' },
    month: { ms: 2 * hour },
  });
  expect(worker.savings?.recent.map(({ decidedAt }) => decidedAt)).toEqual([tuesday, monday]);
});

test('the stop of a person, or by EC2 itself, saves nothing of ours', () => {
  expect(after(...stop(testNow), ...start(instant(testNow + hour))).savings).toBeUndefined();
  expect(after(become('stopped', testNow)).savings).toBeUndefined();
});

test('only the last ten stops are kept, the totals are of all', () => {
  const days = Array.from({ length: 12 }, (_, index) => instant(testNow + index * 24 * hour));
  const worker = after(...days.flatMap((at) => [...stop(at, idle), ...start(instant(at + hour + minute))]));
  expect(worker.savings).toMatchObject({ stops: 12, total: { ms: 12 * hour, usd: 48 } });
  expect(worker.savings?.recent).toHaveLength(10);
});
