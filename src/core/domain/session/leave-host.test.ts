import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aReservation, aSession, testNow as at, hour } from '../testing/index.ts';
import { WorkerId } from '../worker/index.ts';
import {
  evolveSession,
  refuseReservation,
  reportSession,
  type Session,
  type SessionStatus,
  schedule,
} from './index.ts';

const { id: reservationId, from, until } = aReservation();
const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'w1',
  reservationId,
  from,
  until,
  ports: {},
  why: '',
};
const placed = { placement, timeslot: { start: at, end: until } };
const reason = 'w1 was taken from it by force: upgrade';
const begun = { status: 'running', attempts: 1, startedAt: at, message: 'begun' } as const;

function taken(fields: Partial<Session>): Session {
  const session = aSession({ ...placed, ...fields });
  const decision = reportSession(session, { type: 'host-taken', reason }, at);
  if (!decision.ok) throw new Error(decision.rejection.code);
  return decision.value.reduce(evolveSession, session);
}

describe('a session whose host is taken from it', () => {
  test('is collected and graded when the candidate was at work', () => {
    expect(taken({ status: 'running' })).toMatchObject({ status: 'collecting', reason, endedAt: at });
  });

  test.each<[string, Partial<Session>]>([
    ['before anything of it was begun', { status: 'scheduled' }],
    ['while it waited for its worker', { status: 'instantiating', progress: { instantiate: { await_worker: begun } } }],
  ])('looks for another place %s', (_when, fields) => {
    const session = taken({ ...fields, wanted: { start: instant(at + hour), durationMinutes: 60 } });
    expect(session).toMatchObject({
      status: 'pending',
      reason,
      placement: undefined,
      timeslot: undefined,
      progress: {},
    });
    const again = schedule(session, { ...placed, verdict: aVerdict }, at);
    expect(again).toEqual({ ok: false, rejection: { code: 'session.reservation-refused' } });
    expect(refuseReservation(session, reservationId, at)).toEqual({ ok: true, value: [] });
  });

  test('looks for another place also when it was wanted as soon as possible', () => {
    expect(taken({ status: 'scheduled', wanted: { durationMinutes: 60 } }).status).toBe('pending');
  });

  test.each<[string, Partial<Session>]>([
    ['its lab may be there', { status: 'instantiating', progress: { instantiate: { import_lab: begun } } }],
    ['it waits for its candidate', { status: 'ready' }],
    ['its start could not be kept', { status: 'scheduled', wanted: { start: at, durationMinutes: 60 } }],
  ])('fails with the reason, and is cleaned up, when %s', (_why, fields) => {
    expect(taken(fields)).toMatchObject({ status: 'stopping', outcome: { result: 'failed', reason } });
  });

  test.each<SessionStatus>([
    'pending',
    'collecting',
    'grading',
    'stopping',
    'archived',
  ])('goes on to its end while it is %s', (status) => {
    expect(taken({ status }).status).toBe(status);
  });
});

const aVerdict = { decidedAt: at, placed: true, summary: 'fits', workers: [], wouldHelp: [] };
