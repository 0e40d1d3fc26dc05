import { expect, test } from 'vitest';
import { instant } from '../kernel/index.ts';
import { ReconcileBoard } from './reconcile-board.ts';
import { again, settled } from './reconciler.ts';
import type { Outcome } from './run-loop.ts';

function aBoard(): { board: ReconcileBoard; look: (key: string, atMs: number, outcome: Outcome) => void } {
  const board = new ReconcileBoard(2);
  const look = (key: string, atMs: number, outcome: Outcome): void =>
    board.reconciled({ reconciler: 'worker', key, at: instant(atMs), durationMs: 5, outcome });
  return { board, look };
}

const broken: Outcome = { kind: 'failed', error: new Error('no capacity'), retryAfterMs: 100 };

test('the board says which keys are stuck, since when and why, until they are settled', () => {
  const { board, look } = aBoard();
  look('a', 1_000, broken);
  look('b', 2_000, again(10_000, 'instance is booting'));
  look('a', 3_000, broken);
  const trouble = { key: 'a', kind: 'failed', because: 'no capacity', since: 1_000, at: 3_000, times: 2 };
  expect(board.report().reconcilers).toMatchObject([
    { reconciler: 'worker', busyMs: 15, counts: { failed: 2, again: 1 }, troubles: [trouble, { key: 'b' }] },
  ]);
  look('a', 4_000, settled);
  expect(board.report().reconcilers[0]?.troubles).toMatchObject([{ key: 'b', because: 'instance is booting' }]);
});

test('the board stays small however many keys are stuck', () => {
  const { board, look } = aBoard();
  for (const key of ['a', 'b', 'c', 'd']) look(key, 1_000, broken);
  expect(board.report().reconcilers[0]).toMatchObject({
    counts: { failed: 4 },
    troubles: [{ key: 'a' }, { key: 'b' }],
  });
});

test('the board knows who leads and how deep the queues are, and drops the troubles of a former term', () => {
  const { board, look } = aBoard();
  board.queueOpened('worker', () => ({ ready: 3, waiting: 2, inFlight: 1 }));
  look('a', 1_000, broken);
  board.leadership({ kind: 'ended', election: 'worker-controller', token: 7, because: 'asked to stop' });
  expect(board.report()).toMatchObject({
    leadership: { kind: 'ended', token: 7 },
    reconcilers: [{ depth: { ready: 3, waiting: 2, inFlight: 1 }, troubles: [] }],
  });
});
