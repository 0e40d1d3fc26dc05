import { WorkerId } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import { aSession, minutes, noon } from '../testing/fixtures.ts';
import { troubleOf } from './problem.ts';
import {
  answerWords,
  endAfter,
  heardWords,
  latestEndIn,
  minuteChoices,
  minutesAllowed,
  offerUntil,
  whyNotMinutes,
  wishWords,
} from './session-wish.ts';
import type { Session } from './views.ts';

const timeslot = { start: minutes(0), end: minutes(60) };

/** An hour long, of a definition that allows so much. */
function session(maxDurationMinutes?: number, changes: Partial<Session> = {}): Session {
  const plain = aSession({ status: 'running', timeslot, ...changes });
  return maxDurationMinutes === undefined
    ? plain
    : { ...plain, definition: { ...plain.definition, maxDurationMinutes } };
}

test.each([
  [80, [5, 15, 20]],
  [75, [5, 15]],
  [120, [5, 15, 30, 60]],
  [62, [2]],
  [60, []],
  [undefined, [5, 15, 30]],
])('of %s minutes that a definition allows, an hour of them gone, these can be chosen: %j', (allowed, choices) => {
  expect(minuteChoices(session(allowed))).toEqual(choices);
});

test('an extension is asked for only when the definition can allow it', () => {
  expect(whyNotMinutes(session(80), 20)).toBeUndefined();
  expect(whyNotMinutes(session(80), 21)).toBe('Its definition allows 20 minutes more');
  expect(whyNotMinutes(session(50), 1)).toBe('It has all the time that its definition allows');
  expect(whyNotMinutes(session(80), 1.5)).toBe('A whole number of minutes');
  expect(whyNotMinutes(session(80), Number(''))).toBe('A whole number of minutes');
  expect(whyNotMinutes(session(), 1440)).toBeUndefined();
  expect(minutesAllowed(aSession())).toBeUndefined();
});

test('where more was refused, what is possible is offered while it is more than there is', () => {
  expect(offerUntil(session(), minutes(72.5))).toEqual({ end: minutes(72.5), minutes: 12 });
  expect(offerUntil(session(), minutes(60.5))).toBeUndefined();
  expect(offerUntil(session(), undefined)).toBeUndefined();
  expect(latestEndIn(troubleOf(409, { details: { latestEnd: minutes(72) } }))).toBe(minutes(72));
  expect(latestEndIn(troubleOf(409, {}))).toBeUndefined();
  expect(endAfter(session(), 15)).toBe(minutes(75));
  expect(endAfter(session(), Number('x'))).toBeUndefined();
});

test('a wish and its answer are sentences', () => {
  const asked = { by: 'ada', reason: 'he asked', at: minutes(0) };
  const workerId = WorkerId.parse('wkr_2');
  const nameOf = (id: string): string => (id === workerId ? 'metal-2' : id);
  expect(wishWords({ kind: 'extend', end: minutes(75), ...asked }, nameOf)).toBe(`To stay until ${minutes(75)}`);
  expect(wishWords({ kind: 'move', start: minutes(90), workerId, ...asked }, nameOf)).toBe(
    `To move to ${minutes(90)}, on metal-2`,
  );
  const refused = { kind: 'extend', granted: false, summary: 'others have its place then', at: minutes(0) } as const;
  expect(answerWords(refused)).toBe('Not extended: others have its place then');
  expect(answerWords({ ...refused, kind: 'move', granted: true, summary: 'it fits' })).toBe('Moved: it fits');
});

test('who orders hears whether it is done, or still to be decided', () => {
  const wish = { kind: 'extend', end: minutes(75), by: 'ada', reason: 'he asked', at: minutes(0) } as const;
  expect(heardWords(session(80, { name: 'Room 4', wish }), noon)).toBe(
    'Asked for Room 4; the scheduler has yet to answer',
  );
  expect(heardWords(aSession({ name: 'Room 4' }), noon)).toBe('Room 4 looks for a place');
  expect(heardWords(session(80, { name: 'Room 4' }), noon)).toMatch(/^Room 4: .+ to .+, on no worker yet$/);
});
