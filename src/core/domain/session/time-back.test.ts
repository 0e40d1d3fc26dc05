import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aSession, testNow as at, minute } from '../testing/index.ts';
import { askExtension, evolveSession, refuseWish, reportSession, type Session, type SessionEvent } from './index.ts';

const start = at;
const end = instant(at + 60 * minute);
const done = { status: 'done', attempts: 1, startedAt: at, endedAt: at, message: 'done' } as const;
const running = aSession({
  status: 'running',
  timeslot: { start, end },
  progress: { instantiate: { start_lab: done } },
});
const minutes = (count: number) => instant(at + count * minute);

function after(session: Session, events: readonly SessionEvent[]): Session {
  return events.reduce(evolveSession, session);
}

function told(session: Session, seen: Parameters<typeof reportSession>[1], when: number): Session {
  const decided = reportSession(session, seen, minutes(when));
  if (!decided.ok) throw new Error(decided.rejection.code);
  return after(session, decided.value);
}

/** Its lab was away for these minutes. */
function away(session: Session, from: number, until: number): Session {
  const down = told(session, { type: 'lab-down', reason: 'w1 went down', since: minutes(from) }, from + 1);
  return told(down, { type: 'lab-up', reason: 'every node is up' }, until);
}

function withCeiling(maxDurationMinutes: number): Session {
  return { ...running, definition: { ...running.definition, maxDurationMinutes } };
}

function asked(session: Session): number | undefined {
  const { wish } = session;
  return wish?.kind === 'extend' ? (wish.end - at) / minute : undefined;
}

describe('the minutes in which the lab of a session was away', () => {
  test('are asked back when it is there again, whole ones', () => {
    const back = away(running, 10, 22);
    expect(asked(back)).toBe(72);
    expect(back).toMatchObject({
      reason: 'every node is up',
      wish: { reason: '12 minutes in which its lab was away' },
    });
  });

  test('count from its start, as nobody could have worked before', () => {
    const early = { ...running, status: 'ready', timeslot: { start: minutes(20), end: minutes(80) } } as const;
    expect(asked(away(early, 10, 25))).toBe(85);
    expect(asked(away(early, 10, 20))).toBeUndefined();
  });

  test('are asked for as far as its definition allows', () => {
    expect(asked(away(withCeiling(65), 10, 22))).toBe(65);
    expect(asked(away(withCeiling(60), 10, 22))).toBeUndefined();
  });

  test('come on top of what its owner has asked for meanwhile', () => {
    const wanted = askExtension(running, minutes(80), { by: 'uma', reason: 'slow', at });
    expect(asked(away(after(running, wanted.ok ? wanted.value : []), 10, 22))).toBe(92);
  });

  test('are given back in part where the calendar has no room for all of them', () => {
    const back = away(running, 10, 22);
    const refused = refuseWish(back, { kind: 'extend', summary: 'no room', latestEnd: minutes(65) }, minutes(23));
    const less = after(back, refused.ok ? refused.value : []);
    expect(asked(less)).toBe(65);
    const none = refuseWish(less, { kind: 'extend', summary: 'no room' }, minutes(24));
    expect(after(less, none.ok ? none.value : [])).toMatchObject({ wish: undefined, wishAnswer: { granted: false } });
  });

  test('are not taken from what somebody asked for by themselves: that is refused as it is', () => {
    const wanted = askExtension(running, minutes(80), { by: 'uma', reason: 'slow', at });
    const wishing = after(running, wanted.ok ? wanted.value : []);
    const refused = refuseWish(wishing, { kind: 'extend', summary: 'no room', latestEnd: minutes(65) }, at);
    expect(refused).toMatchObject({ value: [{ type: 'SessionWishRefused' }] });
  });

  test('of earlier versions, which did not say since when, are not known', () => {
    const down = after(running, [{ type: 'SessionLabDown', reason: 'w1 was stopped', at }]);
    expect([down.suspensions, asked(told(down, { type: 'lab-up', reason: 'up' }, 5))]).toEqual([undefined, undefined]);
  });
});
