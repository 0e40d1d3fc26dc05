import { aSession, hour, minute, testNow } from '@lcm/core/domain/testing';
import { instant } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { planSession } from './plan-session.ts';

function planAt(offset: number, fields: Parameters<typeof aSession>[0]): ReturnType<typeof planSession> {
  const session = { ...aSession(fields), version: 1, progress: {} };
  return planSession(session, instant(testNow + offset));
}

describe('a session without a place', () => {
  const start = instant(testNow + 30 * minute);
  const wanted = { start, durationMinutes: 60 };

  test('waits until its start and expires then, with the last verdict in words', () => {
    expect(planAt(29 * minute, { wanted })).toEqual({ do: 'wait', until: start, because: 'waits for the scheduler' });
    expect(planAt(30 * minute, { wanted })).toEqual({
      do: 'report',
      report: { type: 'ended', outcome: 'expired', reason: 'no place was found before its start' },
    });
    const verdict = {
      decidedAt: testNow,
      placed: false,
      summary: 'all 3 workers are full',
      workers: [],
      wouldHelp: [],
    };
    expect(planAt(31 * minute, { wanted, verdict })).toMatchObject({
      report: { reason: 'no place was found before its start: all 3 workers are full' },
    });
  });

  test('that was wanted as soon as possible expires after a day', () => {
    const asap = { wanted: { durationMinutes: 60 } };
    expect(planAt(23 * hour, asap)).toMatchObject({ do: 'wait', until: testNow + 24 * hour });
    expect(planAt(24 * hour, asap)).toMatchObject({ report: { outcome: 'expired' } });
  });
});
