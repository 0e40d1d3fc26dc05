import { SnapshotId } from '@lcm/core/domain/snapshot';
import { WorkerId } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import { aSnapshot } from '../testing/fixture-snapshots.ts';
import { admin, aWorker, user } from '../testing/fixtures.ts';
import { historyWords } from './event-words.ts';
import {
  consistencyOf,
  madeFromIt,
  policyInWords,
  snapshotsOf,
  whyNotCreate,
  whyNotDelete,
  whyNotRestore,
} from './snapshot-words.ts';

test('a snapshot that cannot be made says why, the role before the state', () => {
  const worker = aWorker();
  expect(whyNotCreate(admin, worker, [])).toBeUndefined();
  expect(whyNotCreate(user, worker, [])).toBe('Needs the role admin');
  expect(whyNotCreate(admin, aWorker({ status: 'failed' }), [])).toBe('A worker that is failed has no disk to copy');
  const other = aSnapshot({ state: 'pending', worker: { ...aSnapshot().worker, id: WorkerId.parse('wkr_9') } });
  expect(whyNotCreate(admin, worker, [other])).toBeUndefined();
  expect(whyNotCreate(admin, worker, [aSnapshot({ state: 'pending' })])).toMatch(/is being made/);
});

test('what can be restored and deleted is what is there', () => {
  expect(whyNotRestore(admin, aSnapshot())).toBeUndefined();
  expect(whyNotRestore(user, aSnapshot())).toBe('Needs the role admin');
  expect(whyNotRestore(admin, aSnapshot({ state: 'pending' }))).toBe('Not possible while it is pending');
  expect(whyNotRestore(admin, aSnapshot({ imageId: undefined }))).toMatch(/image/);
  expect(whyNotDelete(admin, aSnapshot({ state: 'error' }))).toBeUndefined();
  expect(whyNotDelete(admin, aSnapshot({ state: 'deleting' }))).toBe('It is deleting');
});

test('those of a worker are the newest first, without the deleted ones', () => {
  const { id } = aWorker();
  const old = aSnapshot({ id: SnapshotId.parse('snp_2'), requestedAt: '2026-11-01T10:00:00.000Z' });
  const gone = aSnapshot({ id: SnapshotId.parse('snp_3'), state: 'deleted' });
  expect(snapshotsOf([old, gone, aSnapshot()], id).map((one) => one.id)).toEqual(['snp_1', 'snp_2']);
  expect(snapshotsOf([old], 'wkr_other')).toEqual([]);
});

test('a copy of a running disk is said to be one, and what deleting means for the workers made of it', () => {
  expect(consistencyOf({ status: 'running' })).toMatch(/power cut/);
  expect(consistencyOf({ status: 'stopped' })).not.toMatch(/power cut/);
  const snapshot = aSnapshot();
  const made = aWorker({ spec: { ...aWorker().spec, imageId: snapshot.imageId } });
  expect(madeFromIt(snapshot, [made, aWorker()])).toMatch(/^1 worker was made from it/);
  expect(madeFromIt(snapshot, [aWorker()])).toBe('No worker that is there was made from it.');
  expect(madeFromIt(aSnapshot({ imageId: undefined }), [aWorker()])).toBe('No worker that is there was made from it.');
});

test('a policy is a sentence, on the card and in the history', () => {
  expect(policyInWords(undefined)).toMatch(/by hand only/);
  expect(policyInWords({ everyHours: 1, keep: 1 })).toMatch(/^One is made every hour; the newest one is kept/);
  expect(policyInWords({ everyHours: 24, keep: 7 })).toMatch(/every 24 h; the newest 7 are kept/);
  const set = { type: 'WorkerSnapshotPolicySet', policy: { everyHours: 24, keep: 7 } };
  expect(historyWords(set)).toBe('Snapshots of it are made every 24 h, 7 are kept');
  expect(historyWords({ type: 'WorkerSnapshotPolicySet' })).toBe('Snapshots of it are made by hand only');
  expect(historyWords({ type: 'SnapshotCompleted', note: 'the worker is ended' })).toBe(
    'Complete: the worker is ended',
  );
});
