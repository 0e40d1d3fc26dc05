import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aSession, testNow as at, hour, minute } from '../testing/index.ts';
import { askRegrade, evolveSession, isKept, keptOf, reportSession, type Session, type SessionReport } from './index.ts';

const later = (ms: number) => instant(at + ms);
const lab = { id: 'lab-1', title: 'Names ses_1' };

function running(fields: Partial<Session> = {}): Session {
  return aSession({ status: 'running', lab, ...fields });
}

function kept(key: string, ms = 0, removed: readonly string[] = []): SessionReport {
  return { type: 'configurations-kept', saved: { key, at: later(ms), own: true }, unread: [], removed };
}

function after(session: Session, report: SessionReport, ms = 0): Session {
  const decided = reportSession(session, report, later(ms));
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value.reduce<Session>(evolveSession, session);
}

describe('work is kept', () => {
  test.each([
    ['while somebody can work', {}, true],
    ['when the lab is ready', { status: 'ready' }, true],
    ['not before there is a lab', { lab: undefined }, false],
    ['not while it is collected', { status: 'collecting' }, false],
    ['not while the lab is down', { outage: { since: at } }, false],
    ['again when it is up again', { outage: { since: at, restoredAt: at } }, true],
    ['not while it is reset', { suspensions: [{ from: at, cause: 'reset', reason: '' }] }, false],
    ['also while the candidate pauses', { suspensions: [{ from: at, cause: 'candidate', reason: '' }] }, true],
  ] as const)('%s', (_, fields, isSo) => {
    const session = running(fields);
    expect(isKept(session)).toBe(isSo);
    expect(reportSession(session, kept('a'), at)).toMatchObject({ value: isSo ? [{ saved: { key: 'a' } }] : [] });
  });

  test('once for what stays the same, and again after an hour', () => {
    const session = after(running(), kept('a'));
    expect(reportSession(session, kept('a', 59 * minute), later(59 * minute))).toEqual({ ok: true, value: [] });
    expect(reportSession(session, kept('a', hour), later(hour))).toMatchObject({ value: [{ saved: { key: 'a' } }] });
  });

  test('again after a reset, whatever was kept before it', () => {
    const session = after(running(), kept('a'));
    const suspensions = [{ from: at, until: later(minute), cause: 'reset', reason: '' }] as const;
    expect(reportSession({ ...session, suspensions }, kept('a', minute), later(minute))).toMatchObject({
      value: [{ saved: { key: 'a' } }],
    });
  });
});

describe('what is superfluous', () => {
  test('is remembered until it is removed', () => {
    const session = after(after(running(), kept('a')), kept('b'));
    expect(session.replaced).toEqual(['a']);
    const removed = after(session, kept('c', 0, ['a']));
    expect(removed.replaced).toEqual(['b']);
  });

  test('is not what another session has made', () => {
    const session = after(running({ saved: { key: 'of another', at } }), kept('a'));
    expect(session.replaced).toBeUndefined();
  });

  test('is not what is kept again', () => {
    const session = after(after(after(running(), kept('a')), kept('b')), kept('a'));
    expect([session.saved?.key, session.replaced]).toEqual(['a', ['b']]);
  });
});

test('what has expired cannot be graded again or gone on with, and the score stays', () => {
  const score = { points: 1, maxPoints: 1, percent: 100, cutScore: 50, result: 'pass', reportKey: 'r' } as const;
  const ended = { status: 'archived', evidenceKey: 'e', endedAt: at, score, statusSince: at } as const;
  const session = after(running(ended), { type: 'evidence-expired', days: 1 }, 24 * hour);
  const order = { cause: 'regrade', by: 'ana', rulesOf: session.definition.id } as const;
  expect(askRegrade(session, order, later(25 * hour))).toMatchObject({ rejection: { code: 'session.no-evidence' } });
  expect(keptOf(session)).toBeUndefined();
  expect(session).toMatchObject({ score, expiry: { keys: ['e'], days: 1 } });
  expect(reportSession(session, { type: 'evidence-expired', days: 1 }, later(48 * hour))).toEqual({
    ok: true,
    value: [],
  });
});
