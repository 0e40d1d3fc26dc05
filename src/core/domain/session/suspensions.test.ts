import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import { aReservation, aSession, testNow as at, minute } from '../testing/index.ts';
import { WorkerId } from '../worker/index.ts';
import {
  currentPipeline,
  evolveSession,
  move,
  needsLab,
  openLabSuspension,
  openPause,
  orderDelivery,
  reportSession,
  reset,
  type Session,
  type SessionDecision,
  type SessionReport,
  type WishDecision,
} from './index.ts';

const { id: reservationId, from, until } = aReservation();
const placement = {
  workerId: WorkerId.parse('wkr_2'),
  workerName: 'w2',
  reservationId,
  from,
  until,
  ports: {},
  why: 'it fits',
};
const to = {
  placement,
  timeslot: { start: at, end: until },
  verdict: { decidedAt: at, placed: true, summary: 'fits', workers: [], wouldHelp: [] },
};
const running = aSession({
  status: 'running',
  reason: 'the candidate is at work',
  timeslot: { start: at, end: until },
  placement,
  delivery: { id: '7' },
});

function after(session: Session, decision: SessionDecision | WishDecision): Session {
  if (!decision.ok) throw new Error(decision.rejection.code);
  return decision.value.reduce(evolveSession, session);
}

function hears(session: Session, report: SessionReport, when: Instant): Session {
  return after(session, reportSession(session, report, when));
}

function minutes(count: number): Instant {
  return instant(at + count * minute);
}

/** What an operator orders, and the delivery system does at once. */
function ordered(session: Session, order: 'pause' | 'resume', when: Instant): Session {
  const wanted = after(session, orderDelivery(session, { order, by: 'max', reason: 'a fire drill' }, when));
  return hears(wanted, { type: 'delivery-order-done', orderedAt: when }, when);
}

function restored(session: Session, when: Instant): Session {
  return evolveSession(session, { type: 'SessionResumed', cause: 'worker-lost', at: when });
}

const lost = { type: 'host-lost', reason: 'its worker is gone' } as const;

describe('a session that is paused while its host is lost', () => {
  const paused = ordered(running, 'pause', minutes(1));
  const away = hears(paused, lost, minutes(2));

  test('has both written down, and says what keeps its lab away', () => {
    expect(away.suspensions).toEqual([
      { from: minutes(1), cause: 'operator', reason: 'a fire drill' },
      { from: minutes(2), cause: 'worker-lost', reason: 'its worker is gone' },
    ]);
    expect(away.reason).toBe('its worker is gone');
    expect([currentPipeline(away), needsLab(away)]).toEqual(['restore', false]);
  });

  test('is paused still when the lab is back, and goes on when it is resumed', () => {
    const back = restored(after(away, move(away, to, minutes(3))), minutes(9));
    expect([openLabSuspension(back), openPause(back)?.cause, back.reason]).toEqual([
      undefined,
      'operator',
      'paused: a fire drill',
    ]);
    expect([currentPipeline(back), needsLab(back)]).toEqual([undefined, true]);
    const resumed = ordered(back, 'resume', minutes(10));
    expect(resumed.reason).toBe('the candidate is at work');
    expect(resumed.suspensions).toMatchObject([
      { cause: 'operator', from: minutes(1), until: minutes(10) },
      { cause: 'worker-lost', from: minutes(2), until: minutes(9) },
    ]);
  });

  test('may be resumed before, and its lab is away still', () => {
    const resumed = ordered(away, 'resume', minutes(3));
    expect([openPause(resumed), resumed.reason, currentPipeline(resumed)]).toEqual([
      undefined,
      'its worker is gone',
      'restore',
    ]);
    expect(restored(resumed, minutes(4)).reason).toBe('the lab is there again');
  });

  test('has nothing open any more once it ends', () => {
    const ended = hears(away, { type: 'delivery-ended', reason: 'time is up' }, minutes(20));
    expect(ended.suspensions).toMatchObject([{ until: minutes(20) }, { until: minutes(20) }]);
  });
});

describe('a pause of the candidate', () => {
  const pause = { type: 'delivery-paused' } as const;
  const paused = hears(running, pause, minutes(1));

  test('does not keep the lab from a reset, nor the reset the candidate from going on', () => {
    const resetting = after(paused, reset(paused, { by: 'uma', reason: 'anew', at: minutes(2) }));
    expect([currentPipeline(resetting), resetting.reason]).toEqual(['reset', 'anew']);
    const atWork = hears(resetting, { type: 'delivery-resumed' }, minutes(3));
    expect([openPause(atWork), openLabSuspension(atWork)?.cause]).toEqual([undefined, 'reset']);
  });

  test('is heard while the lab is away, and once', () => {
    const away = hears(running, lost, minutes(1));
    const both = hears(away, pause, minutes(2));
    expect([both.reason, openPause(both)?.cause]).toEqual(['its worker is gone', 'candidate']);
    expect(hears(both, pause, minutes(3))).toBe(both);
  });
});
