import { SessionId } from '@lcm/core/domain/session';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import { operated } from '../testing/fixture-fleet.ts';
import { aReservation, aSession, aWorker, minutes, noon } from '../testing/fixtures.ts';
import { entriesOf } from './calendar-entries.ts';
import { blockLines, byWorker, laidOut, planOf, shadeWords, unplacedBlocks } from './time-plan.ts';

const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'metal-1',
  reservationId: ReservationId.parse('res_1'),
  from: minutes(-10),
  until: minutes(80),
  ports: {},
  why: 'it fits',
};
const timeslot = { start: minutes(0), end: minutes(60) };
const scheduled = aSession({ status: 'scheduled', placement, timeslot });
const wide = { from: noon - 3 * 24 * 3_600_000, until: noon + 3 * 24 * 3_600_000 };

test('a reservation is shown with its session: its state, the candidate’s time, and that it can still be moved', () => {
  const worker = aWorker({ reservations: { res_1: aReservation() } });
  const [block] = planOf(worker, undefined, { sessions: [scheduled], now: noon }).sessions;
  expect(block).toMatchObject({
    id: 'ses_1',
    from: noon - 600_000,
    slot: { from: noon, until: noon + 3_600_000 },
    state: 'Scheduled',
    isMovable: true,
  });
  if (block === undefined) throw new Error('no block');
  expect(blockLines(block, noon)).toHaveLength(5);
});

test('whose session one may not see is shown without a name and leads nowhere', () => {
  const worker = aWorker({ reservations: { res_1: aReservation() } });
  const [block] = planOf(worker, undefined, { sessions: [], now: noon }).sessions;
  expect(block).toMatchObject({ name: 'Somebody else’s session', href: undefined, isMovable: false });
});

test('what is over is shown as long as it took, and what never began not at all', () => {
  const over = aSession({ status: 'archived', placement, timeslot, endedAt: minutes(20) });
  const never = aSession({ id: SessionId.parse('ses_2'), status: 'terminated', placement, endedAt: minutes(-30) });
  const plan = planOf(aWorker(), undefined, { sessions: [over, never], now: noon });
  expect(plan.sessions).toMatchObject([{ id: 'ses_1', until: noon + 20 * 60_000, isMovable: false }]);
});

test('sessions overlap in lanes of their own, soonest first', () => {
  const later = aReservation({
    id: ReservationId.parse('res_2'),
    sessionId: SessionId.parse('ses_2'),
    from: minutes(30),
    until: minutes(120),
  });
  const worker = aWorker({ reservations: { res_2: later, res_1: aReservation() } });
  const { blocks, lanes } = laidOut(planOf(worker, undefined, { sessions: [], now: noon }).sessions, wide);
  expect(lanes).toBe(2);
  expect(blocks.map(({ block, lane }) => `${block.id} ${lane}`)).toEqual(['ses_1 0', 'ses_2 1']);
});

test('maintenance and snoozes are told in words and as lines of a table, beside the sessions', () => {
  const worker = aWorker({
    ...operated((at) => minutes(at)),
    snoozedUntil: minutes(90),
    reservations: { res_1: aReservation() },
  });
  const plan = planOf(worker, undefined, { sessions: [scheduled], now: noon });
  expect(shadeWords(plan, wide, noon)).toMatch(/maintenance: CML 2\.10, .*snoozed/);
  const rows = [{ worker: { id: worker.id, name: worker.name }, plan }];
  expect(entriesOf(rows, wide).map(({ what }) => what)).toEqual(['session', 'snooze', 'maintenance']);
  expect(entriesOf(rows, { from: noon + 3 * 3_600_000, until: noon + 4 * 3_600_000 })).toEqual([]);
});

test('who waits for a place stands where they would like to be', () => {
  const wanted = aSession({ wanted: { start: minutes(30), durationMinutes: 60 } });
  const soon = aSession({ id: SessionId.parse('ses_2') });
  const over = aSession({ id: SessionId.parse('ses_3'), status: 'expired' });
  expect(unplacedBlocks([wanted, soon, over, scheduled], noon)).toMatchObject([
    { from: noon + 30 * 60_000, until: noon + 90 * 60_000 },
    { id: 'ses_2', from: noon },
  ]);
  expect([...byWorker([wanted, scheduled]).keys()]).toEqual(['wkr_1']);
});
