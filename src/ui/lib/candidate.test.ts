import { CohortId, sessionTransitions } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { aDefinition, aSession, minutes, noon } from '../testing/fixtures.ts';
import { awayWords, endWords, isOwn, nextStep, noShowWords, targetOf, warningOf } from './candidate.ts';
import type { Session } from './views.ts';

const minute = 60_000;
const timeslot = { start: minutes(0), end: minutes(60) };

function session(status: Session['status']): Session {
  return aSession({ status, timeslot });
}

test('the clock runs to the start, and then to the end while somebody may work', () => {
  expect(targetOf(session('scheduled'), noon - minute)).toMatchObject({ until: minutes(0), words: 'until it starts' });
  expect(targetOf(session('ready'), noon - minute)?.until).toBe(minutes(0));
  expect(targetOf(session('ready'), noon + minute)).toMatchObject({ until: minutes(60), words: 'left' });
  expect(targetOf(session('running'), noon - minute)?.until).toBe(minutes(60));
  expect(targetOf(session('instantiating'), noon + minute)).toBeUndefined();
  expect(targetOf(session('collecting'), noon + minute)).toBeUndefined();
  expect(targetOf(aSession(), noon)).toBeUndefined();
});

test.each([
  [49, 'calm', undefined],
  [50, 'soon', /^Less than 10 minutes are left\. .* save/],
  [54.9, 'soon', /^Less than 10/],
  [55, 'last', /^Less than 5 minutes are left\./],
  [61, 'last', /^Less than 5/],
])('%s minutes after its start, of an hour, it is %s', (gone, level, warning) => {
  const now = noon + gone * minute;
  expect(targetOf(session('running'), now)?.level).toBe(level);
  const words = warningOf(session('running'), now);
  if (warning === undefined) expect(words).toBeUndefined();
  else expect(words).toMatch(warning);
});

test('nobody is warned of the start, and who has not launched it is told what that means', () => {
  expect(warningOf(session('scheduled'), noon - minute)).toBeUndefined();
  expect(warningOf(session('ready'), noon + 56 * minute)).toMatch(/no-show/);
});

test('a session that is ready and that nobody launches is a no-show to be', () => {
  expect(noShowWords(session('ready'), noon + 7.5 * minute)).toMatch(/^It began 7 min ago and nobody has launched it/);
  expect(noShowWords(session('ready'), noon + 30_000)).toBeUndefined();
  expect(noShowWords(session('running'), noon + 7 * minute)).toBeUndefined();
  expect(noShowWords(aSession({ status: 'ready' }), noon)).toBeUndefined();
});

test('a candidate is told what to do as long as a session is not over', () => {
  const told = Object.keys(sessionTransitions).filter(
    (status) => nextStep({ ...aSession(), status: sessionStatus(status) }) !== undefined,
  );
  expect(told).toEqual(
    Object.entries(sessionTransitions)
      .filter(([, next]) => next.length > 0)
      .map(([status]) => status),
  );
});

function sessionStatus(name: string): Session['status'] {
  if (!Object.hasOwn(sessionTransitions, name)) throw new Error(`${name} is no status`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was just looked up
  return name as Session['status'];
}

test('whoever cannot work is told why, since when, and whether the time runs on', () => {
  const away = (cause: NonNullable<Session['suspensions']>[number]['cause'], saved?: Session['saved']) =>
    awayWords({ ...session('running'), saved, suspensions: [{ from: minutes(9), cause, reason: 'a fire drill' }] });
  expect(away('operator')).toBe(
    `Paused since ${minutes(9)}: a fire drill. You cannot go on until it is resumed; your time runs on meanwhile.`,
  );
  expect(away('candidate')).toMatch(/your time runs on: launch it to go on/);
  expect(away('reset')).toMatch(/comes back as it was at first; your time runs on/);
  expect(away('worker-lost')).toMatch(/from its beginning.*The time that you lose is added/);
  expect(away('worker-lost', { key: 'a', at: minutes(7) })).toContain(`kept of your work at ${minutes(7)}`);
  expect(away('host-down', { key: 'a', at: minutes(7) })).toContain(`kept of your work at ${minutes(7)}`);
  expect(away('host-down')).toMatch(/went down at .* from its disks\. The time that you lose is added/);
  expect(awayWords(session('running'))).toBeUndefined();
});

test('whose lab is up without a way into it is told so, and is no no-show to be', () => {
  const due = {
    ...session('ready'),
    deliveryDue: { since: minutes(-3), reason: 'the delivery system does not answer' },
  };
  expect(awayWords(due)).toMatch(/^Your lab is up since .* cannot be launched: the delivery system does not answer\./);
  expect(noShowWords(due, noon + 7 * minute)).toBeUndefined();
  expect(nextStep(due)).toBe('You see here when you can launch it.');
});

test('what becomes of the work at the end is said while somebody works', () => {
  const { rulesKey: _, ...ungraded } = aDefinition();
  expect(endWords(session('running'), aDefinition())).toContain(
    `At ${minutes(60)} your work is collected as it is then and graded.`,
  );
  expect(endWords(session('running'), ungraded)).not.toContain('graded');
  expect(endWords(session('grading'), aDefinition())).toBeUndefined();
});

test('a seat that a manager has yet to hand out is nobody’s own, until it is about to begin', () => {
  const cohort = { id: CohortId.parse('coh_1'), name: 'Class', size: 3, mode: 'as-many-as-possible' } as const;
  const seat = { ...session('scheduled'), cohort, ownerId: 'ada', bookedBy: 'ada' };
  expect(isOwn(seat, { id: 'ada' })).toBe(false);
  expect(isOwn({ ...seat, ownerId: 'user' }, { id: 'user' })).toBe(true);
  expect(isOwn({ ...seat, status: 'ready' }, { id: 'ada' })).toBe(true);
});
