import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aReservation, aSession, testNow as at, minute } from '../testing/index.ts';
import { WorkerId } from '../worker/index.ts';
import {
  currentPipeline,
  evolveSession,
  isHostLost,
  move,
  needsLab,
  refuseWish,
  reportSession,
  reset,
  type Session,
  type SessionDecision,
  type StepState,
  type WishDecision,
} from './index.ts';

const later = instant(at + minute);
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
const verdict = { decidedAt: at, placed: true, summary: 'fits', workers: [], wouldHelp: [] };
const done: StepState = { status: 'done', attempts: 1, startedAt: at, endedAt: at, message: 'done' };
const lab = { id: 'lab-1', title: 'VLANs ses_1', launch: 1 };
const running = aSession({
  status: 'running',
  timeslot: { start: at, end: until },
  placement: { ...placement, workerId: WorkerId.parse('wkr_1') },
  lab,
  progress: { instantiate: { start_lab: done, provision_delivery: done } },
});

function after(session: Session, decision: SessionDecision | WishDecision): Session {
  return decision.ok ? decision.value.reduce(evolveSession, session) : session;
}

describe('a reset', () => {
  const asked = { by: 'uma', reason: 'begin anew', at: later };

  test('leaves the session what it is, and says when it could not be worked in', () => {
    const resetting = after(running, reset(running, asked));
    expect(resetting).toMatchObject({ status: 'running', suspensions: [{ from: later, cause: 'reset' }] });
    expect([currentPipeline(resetting), needsLab(resetting)]).toEqual(['reset', false]);
  });

  test('asked for twice is one', () => {
    const resetting = after(running, reset(running, asked));
    expect(reset(resetting, asked)).toEqual({ ok: true, value: [] });
  });

  test('is not possible before the lab is up, nor while it is away', () => {
    expect(reset({ ...running, status: 'instantiating' }, asked)).toMatchObject({ ok: false });
    const out = { ...running, outage: { since: at } };
    expect(reset(out, asked)).toMatchObject({ ok: false, rejection: { code: 'session.lab-away' } });
  });

  test('that is not over when the session ends is over then', () => {
    const resetting = after(running, reset(running, asked));
    const end = instant(later + minute);
    const ended = after(resetting, reportSession(resetting, { type: 'delivery-ended', reason: 'time is up' }, end));
    expect(ended).toMatchObject({ status: 'collecting', suspensions: [{ cause: 'reset', until: end }] });
    expect(currentPipeline(ended)).toBe('collect');
  });
});

describe('a host that is lost', () => {
  const lost = { type: 'host-lost', reason: 'its worker is gone' } as const;
  const host = { status: 'running', launch: 1 } as const;

  test('is one that was terminated, failed, or launched again since the lab was imported', () => {
    expect(isHostLost(running, host)).toBe(false);
    expect(isHostLost(running, { ...host, launch: 2 })).toBe(true);
    expect(isHostLost(running, { ...host, status: 'failed' })).toBe(true);
    expect(isHostLost(running, { ...host, status: 'terminated' })).toBe(true);
    expect(isHostLost(running, undefined)).toBe(true);
  });

  test('is waited for where nothing is on it yet, and of no concern to what ends already', () => {
    const early = { ...running, status: 'instantiating', lab: undefined } as const;
    expect(isHostLost(early, { ...host, launch: 2 })).toBe(false);
    expect(isHostLost({ ...running, status: 'stopping' }, undefined)).toBe(false);
  });

  test('leaves the session running and looking for a place, with its time away written down', () => {
    const away = after(running, reportSession(running, lost, later));
    expect(away).toMatchObject({
      status: 'running',
      wish: { kind: 'replace' },
      suspensions: [{ from: later, cause: 'worker-lost' }],
    });
    expect([away.lab, currentPipeline(away)]).toEqual([undefined, 'restore']);
    expect(reportSession(away, lost, later)).toEqual({ ok: true, value: [] });
  });

  test('interrupts a reset, whose time away goes over into that of the loss', () => {
    const resetting = after(running, reset(running, { by: 'uma', reason: 'anew', at }));
    const away = after(resetting, reportSession(resetting, lost, later));
    expect(away.suspensions).toMatchObject([
      { cause: 'reset', until: later },
      { cause: 'worker-lost', from: later },
    ]);
  });

  test('makes one that was being prepared begin again, but for its candidate’s side', () => {
    const preparing = { ...running, status: 'instantiating' } as const;
    const away = after(preparing, reportSession(preparing, lost, later));
    expect(away.status).toBe('instantiating');
    expect(away.progress.instantiate).toEqual({ provision_delivery: done });
    expect(away.suspensions).toBeUndefined();
  });

  test('is followed by another place with another end', () => {
    const away = after(running, reportSession(running, lost, later));
    const end = instant(until + minute);
    const to = { placement, timeslot: { start: at, end }, verdict };
    const placed = after(away, move(away, to, later));
    expect(placed).toMatchObject({ status: 'running', timeslot: { start: at, end }, placement: { workerName: 'w2' } });
    expect(placed.wish).toBeUndefined();
  });

  test('ends it as failed when there is no other place, with when it could be booked again', () => {
    const away = after(running, reportSession(running, lost, later));
    const summary = 'it can be booked again from 2026-11-22 09:00 UTC';
    const ended = after(away, refuseWish(away, { kind: 'replace', summary }, later));
    expect(ended).toMatchObject({ status: 'stopping', suspensions: [{ until: later }] });
    expect(ended.outcome).toEqual({ result: 'failed', reason: `its worker is gone; ${summary}` });
  });
});
