import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import { SessionId } from '../session/session-id.ts';
import { hour, minute, testNow } from '../testing/index.ts';
import { theLab as id, ofSession, seen } from '../testing/lab-reports.ts';
import { WorkerId } from '../worker/index.ts';
import {
  askLab,
  disposeOrphan,
  evolveLab,
  type LabRecord,
  LabRecordId,
  type LabReport,
  labActions,
  labRecordIdOf,
  orphanOf,
  recordInTitle,
  reportLab,
  retryLab,
  titleWith,
  withoutIds,
} from './index.ts';

const workerId = WorkerId.parse('wkr_1');
const place = { workerId, launch: 1, cmlLabId: 'a-lab' };
const sessions = [SessionId.parse('ses_1'), SessionId.parse('ses_2')] as const;
const asked = { by: 'ana', reason: 'asked for by ana', at: testNow };

/** The record after these reports, each a minute after the one before. */
function after(...reports: readonly LabReport[]): LabRecord {
  const lab = reports.reduce<LabRecord | undefined>((before, report, index) => {
    const decided = reportLab({ id, lab: before }, report, instant(testNow + index * minute));
    if (!decided.ok) throw new Error(decided.rejection.code);
    return decided.value.reduce<LabRecord | undefined>(evolveLab, before);
  }, undefined);
  if (lab === undefined) throw new Error('nothing was recorded');
  return lab;
}

function eventsOf(lab: LabRecord, report: LabReport, at: Instant = testNow): readonly string[] {
  const decided = reportLab({ id, lab }, report, at);
  return decided.ok ? decided.value.map(({ type }) => type) : [decided.rejection.code];
}

function withAction(lab: LabRecord, action: (typeof labActions)[number]): LabRecord {
  const decided = askLab(lab, action, asked);
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value.reduce(evolveLab, lab);
}

describe('a lab that is found', () => {
  test('is recorded as it is seen, and made by hand', () => {
    const lab = after(seen());
    expect(lab).toMatchObject({ status: 'stopped', source: 'discovery', facts: { owner: 'bob', rawState: 'STOPPED' } });
    expect(orphanOf(lab)).toBeUndefined();
  });

  test('is no news while it stays as it is, however often it is looked at', () => {
    const lab = after(seen({ ports: [{ label: 'R1', protocol: 'serial', port: 5000 }] }));
    expect(eventsOf(lab, seen())).toEqual([]);
    expect(eventsOf(lab, seen({ modifiedAt: instant(testNow + hour) }))).toEqual([]);
    expect(eventsOf(lab, seen({ title: 'Other' }))).toEqual(['LabChanged']);
  });

  test('keeps a word of CML that nobody here knows, and its state', () => {
    const lab = after(seen(), seen({ rawState: 'HIBERNATING', sighting: undefined }));
    expect(lab).toMatchObject({ status: 'stopped', facts: { rawState: 'HIBERNATING' } });
  });

  test('was wiped when it ran before and is as new now; else it never ran', () => {
    expect(after(seen({ sighting: 'defined' })).status).toBe('defined');
    expect(after(seen({ sighting: 'booted' }), seen({ sighting: 'defined' })).status).toBe('wiped');
  });

  test('has a run from when it is first up until it is down', () => {
    const lab = after(seen(), seen({ sighting: 'starting' }), seen({ sighting: 'booted' }), seen());
    expect(lab.runs).toMatchObject([{ startedAt: testNow + minute, stoppedAt: testNow + 3 * minute }]);
  });

  test('gets a revision only when it is built otherwise', () => {
    const sums = { structure: 's'.repeat(64), topologyKey: 'k'.repeat(64), nodeCount: 2, linkCount: 1, changes: [] };
    const [one, two] = [
      { ...sums, checksum: '1'.repeat(64) },
      { ...sums, checksum: '2'.repeat(64) },
    ];
    const lab = after(
      seen({ revision: one }),
      seen({ revision: one }),
      seen({ revision: two }),
      seen({ revision: one }),
    );
    expect(lab.revisions.map(({ number, checksum }) => [number, checksum[0]])).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '1'],
    ]);
  });
});

describe('a lab that is gone', () => {
  test('without its host is history; without a word it is an orphan, which may come back', () => {
    expect(after(seen(), { type: 'host-ended', reason: 'its host ended' }).status).toBe('deleted');
    const orphan = after(seen(), { type: 'missing', reason: 'CML does not have it any more' });
    expect(orphanOf(orphan)).toBe('no-lab');
    expect(after(seen(), { type: 'missing', reason: 'gone' }, seen()).status).toBe('stopped');
  });

  test('as an orphan is closed at once, or archived when something of it is kept', () => {
    const orphan = after(seen(), { type: 'missing', reason: 'gone' });
    expect(disposeOrphan(orphan, asked)).toMatchObject({ value: [{ type: 'LabStatusChanged', to: 'deleted' }] });
    expect(askLab(orphan, 'archive', asked)).toMatchObject({ rejection: { code: 'lab.nothing-kept' } });
    const kept = { ...orphan, topologyKey: 'k'.repeat(64) };
    expect(askLab(kept, 'archive', asked)).toMatchObject({ value: [{ to: 'archived' }] });
  });

  test('a lab that is there and nobody’s leavings is no orphan', () => {
    expect(disposeOrphan(after(seen()), asked)).toMatchObject({ rejection: { code: 'lab.no-orphan' } });
  });
});

describe('a lab of a session', () => {
  test('follows it from import to deletion', () => {
    const lab = after(ofSession('imported'), ofSession('up'), ofSession('down'), ofSession('deleted'));
    expect(lab).toMatchObject({ status: 'deleted', source: 'session', session: undefined });
    expect(lab.bindings).toMatchObject([{ sessionId: 'ses_1', releasedAt: testNow + 3 * minute }]);
    expect(lab.runs).toMatchObject([{ sessionId: 'ses_1', startedBy: 'ses_1', stoppedAt: testNow + 2 * minute }]);
  });

  test('ends the same when nobody looked in between', () => {
    expect(after(ofSession('imported'), ofSession('deleted'))).toMatchObject({ status: 'deleted', session: undefined });
    expect(after(ofSession('down')).status).toBe('stopped');
  });

  test('serves one session at a time', () => {
    const lab = after(ofSession('up'));
    expect(eventsOf(lab, ofSession('up', { sessionId: sessions[1] }))).toEqual(['lab.bound-elsewhere']);
    expect(after(ofSession('up'), ofSession('ended'), ofSession('up', { sessionId: sessions[1] })).session?.id).toBe(
      'ses_2',
    );
  });

  test('is not taken again by a session that has let it go', () => {
    const lab = after(ofSession('up'), ofSession('ended'));
    expect(eventsOf(lab, ofSession('up'))).toEqual([]);
  });

  test('that is left when the session has ended is an orphan of ours, and is deleted on demand', () => {
    const lab = after(ofSession('up'), ofSession('ended'));
    expect(orphanOf(lab)).toBe('no-session');
    expect(disposeOrphan(lab, asked)).toMatchObject({ value: [{ type: 'LabActionRequested', action: 'delete' }] });
  });

  test('has its ports settled while it lasts, and drops that when its session deletes it', () => {
    const decided = askLab(after(ofSession('up')), 'settle-ports', asked);
    const busy = (decided.ok ? decided.value : []).reduce(evolveLab, after(ofSession('up')));
    expect(busy).toMatchObject({ status: 'booted', session: { id: 'ses_1' }, pending: { action: 'settle-ports' } });
    const ended = reportLab({ id: busy.id, lab: busy }, ofSession('deleted'), testNow);
    expect((ended.ok ? ended.value : []).reduce(evolveLab, busy)).toMatchObject({
      status: 'deleted',
      pending: undefined,
      failure: { action: 'settle-ports', reason: 'its session has deleted it' },
    });
  });

  const others = labActions.filter((action) => action !== 'settle-ports');
  test.each(others)('refuses %s by an operator: they end the session instead', (action) => {
    expect(askLab(after(ofSession('up')), action, asked)).toMatchObject({
      rejection: { code: 'lab.in-session', sessionId: 'ses_1' },
    });
  });
});

describe('an action', () => {
  test('asked for twice is asked for once; another has to wait', () => {
    const lab = withAction(after(seen()), 'start');
    expect(askLab(lab, 'start', asked)).toEqual({ ok: true, value: [] });
    expect(askLab(lab, 'delete', asked)).toMatchObject({ rejection: { code: 'lab.busy', action: 'start' } });
  });

  test('moves its deadline with all that moves, and with nothing else', () => {
    const lab = withAction(after(seen({ sighting: 'booted' })), 'stop');
    expect(lab.pending?.deadline).toBe(testNow + 3 * minute);
    const acting = { type: 'acting', message: 'it is being stopped', status: 'stopping' } as const;
    const decided = reportLab({ id, lab }, acting, instant(testNow + minute));
    const moved = decided.ok ? decided.value.reduce(evolveLab, lab) : lab;
    expect(moved).toMatchObject({ status: 'stopping', pending: { deadline: testNow + 4 * minute } });
    expect(eventsOf(moved, acting, instant(testNow + 2 * minute))).toEqual([]);
  });

  test('says how its lab is; a look from before it does not', () => {
    const lab = withAction(after(seen({ sighting: 'booted' })), 'stop');
    expect(eventsOf(lab, seen({ sighting: 'stopped' }))).toEqual([]);
    expect(eventsOf(lab, { type: 'action-done', status: 'stopped', message: 'every node is off' })).toEqual([
      'LabActionCompleted',
      'LabStatusChanged',
    ]);
  });

  test('that fails leaves its reason, and may be tried again', () => {
    const lab = withAction(after(seen()), 'start');
    const decided = reportLab(
      { id, lab },
      { type: 'action-failed', reason: 'no answer', sighting: 'stopped' },
      testNow,
    );
    const failed = decided.ok ? decided.value.reduce(evolveLab, lab) : lab;
    expect(failed).toMatchObject({
      status: 'stopped',
      pending: undefined,
      failure: { action: 'start', reason: 'no answer' },
    });
    expect(retryLab(failed, asked)).toMatchObject({ value: [{ type: 'LabActionRequested', action: 'start' }] });
    expect(retryLab(after(seen()), asked)).toMatchObject({ rejection: { code: 'lab.no-failure' } });
  });

  test('on its way when nobody can tell is in trouble until the lab is seen again', () => {
    const lab = { ...withAction(after(seen({ sighting: 'booted' })), 'stop'), status: 'stopping' as const };
    const decided = reportLab({ id, lab }, { type: 'action-failed', reason: 'no answer' }, testNow);
    const failed = decided.ok ? decided.value.reduce(evolveLab, lab) : lab;
    expect(failed.status).toBe('error');
    const again = reportLab({ id, lab: failed }, seen(), testNow);
    expect(again.ok && again.value.reduce(evolveLab, failed).status).toBe('stopped');
  });
});

describe('identity', () => {
  test('a lab has one record on each launch of a worker', () => {
    expect(labRecordIdOf(place)).toBe(labRecordIdOf({ ...place }));
    expect(labRecordIdOf({ ...place, launch: 2 })).not.toBe(id);
    expect(LabRecordId.is(id)).toBe(true);
  });

  test('a title leads back to what it is for, and can be shown without', () => {
    const title = titleWith('x'.repeat(100), id);
    expect(title).toHaveLength(64);
    expect(recordInTitle(title)).toBe(id);
    expect(withoutIds(titleWith('VLANs', 'ses_1'))).toBe('VLANs');
    expect(recordInTitle('collab_notes')).toBeUndefined();
  });
});
