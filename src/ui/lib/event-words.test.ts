import { expect, test } from 'vitest';
import { minutes } from '../testing/fixtures.ts';
import { historyWords } from './event-words.ts';

const at = (offset: number): number => Date.parse(minutes(offset));

test.each([
  [{ type: 'SessionRenamed', name: 'Room 4' }, 'Is called Room 4 now'],
  [{ type: 'SessionRequeued', reason: 'by Ada' }, 'Gave its place back, to be placed anew: by Ada'],
  [
    { type: 'SessionExtensionAsked', end: at(75), reason: 'he asked' },
    `More time asked for, until ${minutes(75)}: he asked`,
  ],
  [{ type: 'SessionExtended', end: at(75), summary: 'it fits' }, `Has time until ${minutes(75)}: it fits`],
  [
    { type: 'SessionMoveAsked', start: at(90), workerId: 'wkr_2', reason: 'by Ada' },
    `Move asked for to ${minutes(90)}, on wkr_2: by Ada`,
  ],
  [{ type: 'SessionMoveAsked', reason: 'by Ada' }, 'Move asked for: by Ada'],
  [
    { type: 'SessionMoved', timeslot: { start: at(90) }, placement: { workerName: 'metal-2' } },
    `Was moved: metal-2 at ${minutes(90)}`,
  ],
  [
    { type: 'SessionReplaced', timeslot: { start: at(90) }, placement: { workerName: 'metal-2', why: 'it is up' } },
    `Goes on elsewhere: metal-2 at ${minutes(90)}, because it is up`,
  ],
  [{ type: 'SessionVerdictGiven', verdict: { summary: 'no room' } }, 'No place yet: no room'],
  [{ type: 'SessionBooked', ownerId: 'uma', wanted: { durationMinutes: 60 } }, 'Booked as soon as possible, for uma'],
  [{ type: 'SessionWishRefused', kind: 'move', summary: 'no room' }, 'Was not moved: no room'],
  [{ type: 'SessionWishRefused', kind: 'extend', summary: 'no room' }, 'Got no more time: no room'],
  [
    { type: 'WorkerReservationResized', from: at(0), until: at(90) },
    `A reservation is from ${minutes(0)} to ${minutes(90)} now`,
  ],
])('what was wished and decided of a session is told in a sentence: %j', (event, words) => {
  expect(historyWords(event)).toBe(words);
});

test('what authors change of a definition is told with why', () => {
  const changes = { title: 'x', maxDurationMinutes: 90 };
  expect(historyWords({ type: 'DefinitionEdited', changes, reason: 'exam' })).toBe(
    'Has another title, longest duration: exam',
  );
  expect(historyWords({ type: 'DefinitionNeedsSet', needs: {}, reason: 'measured' })).toBe(
    'Needs something else: measured',
  );
  expect(historyWords({ type: 'DefinitionPortsSet', reason: 'undo' })).toBe(
    'Has the ports of its node tags again: undo',
  );
  expect(historyWords({ type: 'DefinitionPortsSet', ports: [{}, {}] })).toBe('Has 2 ports by hand');
});
