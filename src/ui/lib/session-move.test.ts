import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import { aSession, aWorker, minutes, noon } from '../testing/fixtures.ts';
import { toLocalInput } from './format.ts';
import { moveFrom } from './move-by-key.ts';
import { moveDraftFor, moveFaultOf, moveMeaning, moveOf, moveTargets } from './session-move.ts';
import { planOf } from './time-plan.ts';
import { ghostAt } from './use-calendar-drag.ts';

const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'metal-1',
  reservationId: ReservationId.parse('res_1'),
  from: minutes(50),
  until: minutes(125),
  ports: {},
  why: 'it fits',
};
/** Begins in an hour, and some seconds. */
const session = aSession({
  status: 'scheduled',
  placement,
  timeslot: { start: minutes(60.5), end: minutes(120.5) },
});
const draft = moveDraftFor(session);

test('only what was changed is asked for', () => {
  expect(moveOf(draft, session)).toEqual({});
  expect(moveOf({ ...draft, workerId: 'wkr_2' }, session)).toEqual({ workerId: 'wkr_2' });
  const later = moveDraftFor(session, { workerId: 'wkr_2', start: noon + 90 * 60_000 });
  expect(moveOf(later, session)).toEqual({ start: minutes(90), workerId: 'wkr_2' });
});

test('nobody is asked for what changes nothing or is over', () => {
  expect(moveFaultOf(draft, session, noon)).toBe('Choose another time or another worker');
  expect(moveFaultOf({ ...draft, workerId: 'wkr_1' }, session, noon)).toBe('Choose another time or another worker');
  expect(moveFaultOf({ ...draft, workerId: 'wkr_2' }, session, noon)).toBeUndefined();
  expect(moveFaultOf({ ...draft, start: toLocalInput(noon - 60_000) }, session, noon)).toBe('That time has passed');
  expect(moveFaultOf({ ...draft, start: '' }, session, noon)).toBe('Choose a time');
});

function nameOf(): string {
  return 'metal-2';
}

test('a move says what becomes of the time and the place', () => {
  const elsewhere = moveMeaning({ ...draft, workerId: 'wkr_2' }, session, { nameOf, now: noon });
  expect(elsewhere).toMatch(/^Now it is (.+) on metal-1; then it is \1 on metal-2\. .*nothing changes\. user sees/);
  const later = moveMeaning({ start: toLocalInput(noon + 90 * 60_000), workerId: '' }, session, { nameOf, now: noon });
  expect(later).toMatch(/^Now it is (.+) on metal-1; then it is (?!\1).+ where the scheduler finds room\./);
  expect(moveMeaning(draft, session, { nameOf, now: noon })).toBe('');
});

test('workers that are to end cannot be chosen', () => {
  const [two, ten] = [aWorker({ name: 'metal-2' }), aWorker({ name: 'metal-10' })];
  const gone = [aWorker({ status: 'terminated' }), aWorker({ desired: 'terminated' })];
  expect(moveTargets([ten, ...gone, two]).map(({ name }) => name)).toEqual(['metal-2', 'metal-10']);
});

test('what is dragged shows the whole of its place, with the candidate’s time on the five minutes', () => {
  const worker = aWorker({
    reservations: {
      res_1: {
        id: placement.reservationId,
        sessionId: session.id,
        from: placement.from,
        until: placement.until,
        amounts: session.definition.needs,
        ports: {},
        confirmBy: minutes(0),
        confirmed: true,
      },
    },
  });
  const [block] = planOf(worker, undefined, { sessions: [session], now: noon }).sessions;
  if (block === undefined) throw new Error('no block');
  expect(moveFrom(block)).toEqual({ sessionId: 'ses_1', workerId: 'wkr_1', start: Date.parse(minutes(60.5)) });
  expect(moveFrom({ ...block, isMovable: false })).toBeUndefined();
  const span = { from: noon, until: noon + 360 * 60_000 };
  const ghost = ghostAt({ block, ms: 10 * 60_000 }, 'wkr_2', { span, at: 0.5 });
  expect(ghost).toEqual({
    sessionId: 'ses_1',
    workerId: 'wkr_2',
    start: Date.parse(minutes(170)),
    slot: { from: Date.parse(minutes(170)), until: Date.parse(minutes(230)) },
    from: Date.parse(minutes(159.5)),
    until: Date.parse(minutes(234.5)),
  });
});
