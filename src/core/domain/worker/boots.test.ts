import { expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import { aStoppedWorker, aWorker, minute, testNow } from '../testing/index.ts';
import { evolveWorker, learnedBoots, type Worker, type WorkerEvent } from './index.ts';

const at = (minutes: number): Instant => instant(testNow + minutes * minute);
const become = (to: 'provisioning' | 'starting' | 'running' | 'stopping', minutes: number): WorkerEvent => ({
  type: 'WorkerStatusChanged',
  to,
  reason: 'seen',
  at: at(minutes),
});
const available = (minutes: number): WorkerEvent => ({
  type: 'WorkerServiceStatusChanged',
  to: 'available',
  at: at(minutes),
});

function after(worker: Worker, ...events: readonly WorkerEvent[]): Worker {
  return events.reduce(evolveWorker, worker);
}

test('a launch takes from EC2 taking it to CML being available', () => {
  const worker = after(
    aWorker(),
    become('provisioning', 1),
    become('starting', 5),
    become('running', 9),
    available(14),
    available(20),
  );
  expect(worker.boots).toEqual({ recent: [{ kind: 'launch', from: at(1), ms: 13 * minute }] });
});

test('a start of a stopped worker is another kind, and one that came to nothing is not counted', () => {
  const aborted = after(aStoppedWorker(), become('starting', 0), become('stopping', 2));
  expect(aborted.boots).toEqual({ recent: [] });
  const worker = after(aborted, become('starting', 3), become('running', 6), available(8));
  expect(worker.boots?.recent).toEqual([{ kind: 'restart', from: at(3), ms: 5 * minute }]);
});

test('CML that still answers while its host goes down is not up again', () => {
  const down = after(
    aStoppedWorker(),
    become('stopping', 0),
    available(1),
    become('starting', 2),
    become('running', 4),
  );
  expect(down.boots?.recent).toEqual([]);
});

test('one that the clock of another control plane puts before its beginning took no time', () => {
  const worker = after(aStoppedWorker(), become('starting', 3), available(2));
  expect(worker.boots?.recent).toEqual([{ kind: 'restart', from: at(3), ms: 0 }]);
});

function boots(kind: 'launch' | 'restart', took: readonly number[]) {
  return { boots: { recent: took.map((each) => ({ kind, ms: each * minute })) } };
}

test('of many boots the middle one is told, and what nine of ten do not exceed', () => {
  const workers = [boots('launch', [10, 12, 14, 16, 18]), boots('launch', [11, 13, 15, 17, 40]), {}];
  expect(learnedBoots(workers)).toEqual({
    launch: { boots: 10, medianMinutes: 14, p90Minutes: 18, nearlyAllMinutes: 32.2 },
    restart: undefined,
  });
});
