import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aRunningWorker, aSnapshot, aStoppedWorker, testNow as at, aWorker, hour, minute } from '../testing/index.ts';
import type { Worker, WorkerStatus } from '../worker/index.ts';
import {
  deleteSnapshot,
  dropSnapshot,
  evolveSnapshot,
  policyWants,
  reportSnapshot,
  requestSnapshot,
  type Snapshot,
  type SnapshotDecision,
  SnapshotId,
  type SnapshotReport,
  type SnapshotState,
  snapshotMayBecome,
  snapshotMonthUsd,
  snapshotStates,
  snapshotTransitions,
  specFrom,
} from './index.ts';

const why = { reason: 'because', at };
const cloud = { id: 'snap-1', volumeId: 'vol-1', sizeGiB: 300, encrypted: true, startedAt: at };
const order = {
  id: SnapshotId.parse('snp_1'),
  description: '',
  origin: 'by-hand',
  reason: 'asked',
  by: 'ana',
} as const;

function after(snapshot: Snapshot, decision: SnapshotDecision): Snapshot {
  return decision.ok ? decision.value.reduce(evolveSnapshot, snapshot) : snapshot;
}

const reports: fc.Arbitrary<SnapshotReport> = fc.constantFrom<SnapshotReport>(
  { type: 'started', cloud },
  { type: 'completed' },
  { type: 'failed', reason: 'no' },
  { type: 'image-made', imageId: 'ami-1' },
  { type: 'deletion-refused', reason: 'in use' },
  { type: 'gone', reason: 'gone' },
);
const acts = fc.oneof(
  reports.map((seen) => (snapshot: Snapshot) => reportSnapshot(snapshot, seen, at)),
  fc.constant((snapshot: Snapshot) => deleteSnapshot(snapshot, why)),
);

describe('the lifecycle of a snapshot', () => {
  test('leads from every state to the end', () => {
    for (const state of snapshotStates.filter((each) => each !== 'deleted' && each !== 'deleting')) {
      expect(snapshotMayBecome(state, 'deleting')).toBe(true);
    }
    expect(snapshotMayBecome('deleting', 'deleted')).toBe(true);
    expect(snapshotTransitions.deleted).toEqual([]);
  });

  test('holds whatever is decided and reported in whatever order, and saying it twice changes nothing', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 30 }), (script) => {
        let snapshot = aSnapshot();
        for (const act of script) {
          const next = after(snapshot, act(snapshot));
          if (next.state !== snapshot.state) expect([snapshot.state, next.state]).toSatisfy(isLegal);
          expect(after(next, act(next))).toEqual(next);
          if (next.state === 'completed') expect(next.cloud).toBeDefined();
          if (next.imageId !== undefined) expect(next.completedAt).toBeDefined();
          snapshot = next;
        }
      }),
      { numRuns: 300 },
    );
  });
});

function isLegal([from, to]: readonly SnapshotState[]): boolean {
  return from !== undefined && to !== undefined && snapshotMayBecome(from, to);
}

describe('asking for one', () => {
  test('notes the worker as it is, and whether its disk is in use', () => {
    const running = requestSnapshot(aRunningWorker({ cmlVersion: '2.9' }), order, { others: [], at });
    const stopped = requestSnapshot(aStoppedWorker(), order, { others: [], at });
    expect(running).toMatchObject({
      value: [{ worker: { name: 'w1', instanceId: 'i-1', running: true, cmlVersion: '2.9' } }],
    });
    expect(stopped).toMatchObject({ value: [{ worker: { running: false } }] });
  });

  test('needs a disk', () => {
    const without: WorkerStatus[] = ['pending', 'failed', 'terminating', 'terminated'];
    for (const status of without) {
      const worker = aWorker({ status, instanceId: 'i-1' });
      expect(requestSnapshot(worker, order, { others: [], at })).toMatchObject({
        rejection: { code: 'snapshot.no-disk', status },
      });
    }
    expect(requestSnapshot(aRunningWorker({ instanceId: undefined }), order, { others: [], at }).ok).toBe(false);
  });

  test('is refused while another one of the same disk is being made, and not for another worker’s', () => {
    const ask = (worker: Worker, other: Snapshot) => requestSnapshot(worker, order, { others: [other], at });
    expect(ask(aRunningWorker(), aSnapshot({ state: 'pending' }))).toMatchObject({
      rejection: { code: 'snapshot.under-way', snapshotId: 'snp_1' },
    });
    expect(ask(aRunningWorker(), aSnapshot({ state: 'completed' })).ok).toBe(true);
    expect(ask(aRunningWorker({}, 2), aSnapshot({ state: 'pending' })).ok).toBe(true);
  });
});

describe('deleting one', () => {
  test('that EC2 keeps goes back to what it was, and says why', () => {
    const deleting = after(aSnapshot({ state: 'completed', completedAt: at }), deleteSnapshot(aSnapshot(), why));
    expect(deleting).toMatchObject({ state: 'deleting', reason: 'because' });
    const refused = reportSnapshot(deleting, { type: 'deletion-refused', reason: 'in use' }, at);
    expect(after(deleting, refused)).toMatchObject({ state: 'completed', reason: 'in use' });
  });

  test('is no business of a policy when a person wanted it', () => {
    for (const origin of ['by-hand', 'before-termination'] as const) {
      const refused = dropSnapshot(aSnapshot({ state: 'completed', origin }), why);
      expect(refused).toEqual({ ok: false, rejection: { code: 'snapshot.not-of-a-policy' } });
    }
    expect(dropSnapshot(aSnapshot({ state: 'completed', origin: 'schedule' }), why).ok).toBe(true);
  });
});

test('a worker of it is made as the original, on its image and a disk that is large enough', () => {
  const complete = aSnapshot({ state: 'completed', cloud, imageId: 'ami-1' });
  expect(specFrom(complete)).toEqual({
    ok: true,
    value: { ...complete.worker.spec, imageId: 'ami-1', volumeGiB: 300 },
  });
  expect(specFrom({ ...complete, imageId: undefined })).toMatchObject({ rejection: { code: 'snapshot.no-image' } });
  expect(specFrom({ ...complete, state: 'pending' })).toMatchObject({ rejection: { code: 'snapshot.wrong-state' } });
});

test('its price is that of its whole disk', () => {
  expect(snapshotMonthUsd(256)).toBe(12.8);
});

const policy = { everyHours: 4, keep: 2 };
const now = instant(at + 100 * hour);

function made(number: number, hoursAgo: number, fields: Partial<Snapshot> = {}): Snapshot {
  const requestedAt = instant(now - hoursAgo * hour);
  return aSnapshot({ origin: 'schedule', state: 'completed', requestedAt, ...fields }, number);
}

function wants(snapshots: readonly Snapshot[], worker: Worker = aRunningWorker({ snapshotPolicy: policy })) {
  const { take, drop } = policyWants(worker, snapshots, now);
  return { take, drop: drop.map(({ id }) => id) };
}

describe('a policy', () => {
  test('wants the first one at once, and the next when its time has come', () => {
    expect(wants([]).take).toBe(true);
    expect(wants([made(1, 3)]).take).toBe(false);
    expect(wants([made(1, 4)]).take).toBe(true);
  });

  test('counts only what policies made', () => {
    expect(wants([made(1, 1, { origin: 'by-hand' })]).take).toBe(true);
  });

  test('waits for whatever is being made of that disk, and tries a failed one again at its next time', () => {
    expect(wants([made(1, 1, { origin: 'by-hand', state: 'pending' })]).take).toBe(false);
    expect(wants([made(1, 1, { state: 'error' })]).take).toBe(false);
    expect(wants([made(1, 5, { state: 'error' })]).take).toBe(true);
  });

  test('does not copy a disk once more that nobody has used since', () => {
    const stopped = aStoppedWorker({ snapshotPolicy: policy, statusSince: instant(now - 10 * hour) });
    const ofStopped = made(1, 5, { worker: { ...aSnapshot().worker, running: false } });
    expect(wants([ofStopped], stopped).take).toBe(false);
    expect(wants([ofStopped], { ...stopped, statusSince: instant(now - hour) }).take).toBe(true);
    expect(wants([ofStopped], { ...stopped, status: 'running' }).take).toBe(true);
    expect(wants([{ ...ofStopped, state: 'error' }], stopped).take).toBe(true);
  });

  test('keeps the newest complete ones and lets go of the others, the failed ones before them too', () => {
    const all = [made(4, 1), made(3, 5), made(2, 9), made(1, 13), made(5, 11, { state: 'error' })];
    expect(wants(all).drop).toEqual(['snp_1', 'snp_5', 'snp_2']);
  });

  test('lets nothing go for one that is not complete', () => {
    expect(wants([made(3, 1, { state: 'pending' }), made(2, 5), made(1, 9)]).drop).toEqual([]);
    expect(wants([made(3, 1, { state: 'error' }), made(2, 5), made(1, 9)]).drop).toEqual([]);
  });

  test('of nobody, or of a host that is gone, wants nothing', () => {
    const old = [made(3, 50), made(2, 60), made(1, 70)];
    expect(wants(old, aRunningWorker())).toEqual({ take: false, drop: [] });
    expect(wants(old, aWorker({ status: 'terminated', snapshotPolicy: policy }))).toEqual({ take: false, drop: [] });
  });

  test('never lets go of what a person wanted, nor of the newest complete one', () => {
    const states = fc.constantFrom(...snapshotStates);
    const origins = fc.constantFrom('by-hand', 'schedule', 'before-termination' as const);
    const some = fc.array(fc.record({ state: states, origin: origins, minutes: fc.nat(6000) }), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 4 }), (list, keep) => {
        const snapshots = list.map(({ minutes, ...fields }, index) =>
          aSnapshot({ ...fields, requestedAt: instant(now - minutes * minute) }, index),
        );
        const worker = aRunningWorker({ snapshotPolicy: { everyHours: 1, keep } });
        const { drop } = policyWants(worker, snapshots, now);
        expect(drop.every(({ origin }) => origin === 'schedule')).toBe(true);
        const complete = snapshots.filter(({ origin, state }) => origin === 'schedule' && state === 'completed');
        const left = complete.filter((one) => !drop.includes(one));
        expect(left.length).toBeGreaterThanOrEqual(Math.min(keep, complete.length));
        const newestLeft = Math.max(...left.map(({ requestedAt }) => requestedAt));
        expect(drop.every(({ requestedAt }) => requestedAt <= newestLeft)).toBe(true);
      }),
    );
  });
});
