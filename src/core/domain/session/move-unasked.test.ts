import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aReservation, aSession, testNow as at, hour, minute } from '../testing/index.ts';
import { ReservationId, WorkerId } from '../worker/index.ts';
import { evolveSession, moveUnasked } from './index.ts';

const { id: reservationId } = aReservation();
const timeslot = { start: instant(at + 2 * hour), end: instant(at + 3 * hour) };
const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'w1',
  reservationId,
  from: instant(at + hour),
  until: instant(at + 4 * hour),
  ports: {},
  why: 'it fits',
};
const verdict = { decidedAt: at, placed: true, summary: 'fits', workers: [], wouldHelp: [] };
const other = { ...placement, workerId: WorkerId.parse('wkr_2'), reservationId: ReservationId.parse('res_2') };
const to = { placement: other, timeslot, verdict };
const session = aSession({ status: 'scheduled', placement, timeslot });

test('a session that wants nothing goes to another host at its own time, and nobody is answered', () => {
  const moved = moveUnasked(session, to, at);
  expect(moved).toMatchObject({ ok: true, value: [{ type: 'SessionMoved', unasked: true }] });
  const after = moved.ok ? moved.value.reduce(evolveSession, session) : session;
  expect([after.placement?.reservationId, after.timeslot, after.wishAnswer]).toEqual(['res_2', timeslot, undefined]);
});

test('one that wants something itself, is prepared, or would have another time stays where it is', () => {
  const wish = { kind: 'extend', end: instant(timeslot.end + minute), by: 'uma', reason: 'slow', at } as const;
  const later = { ...timeslot, end: wish.end };
  const refused = { ok: false, rejection: { code: 'session.no-such-wish' } };
  expect(moveUnasked({ ...session, wish }, to, at)).toMatchObject(refused);
  expect(moveUnasked(session, { ...to, timeslot: later }, at)).toMatchObject(refused);
  expect(moveUnasked({ ...session, refusedReservations: [other.reservationId] }, to, at)).toMatchObject(refused);
  expect(moveUnasked(session, to, placement.from)).toMatchObject({ rejection: { code: 'session.preparing' } });
  expect(moveUnasked({ ...session, status: 'running' }, to, at)).toMatchObject({ ok: false });
});
