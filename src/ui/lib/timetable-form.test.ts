import { describe, expect, test } from 'vitest';
import { daysInWords, officeHours, timetableDraft, timetableFault, withDay, withHours } from './timetable-form.ts';

const draft = timetableDraft(undefined, 'Europe/Zurich');

describe('a timetable that is being written', () => {
  test('begins with office hours where the viewer is, or with what there is', () => {
    expect(draft).toEqual({ zone: 'Europe/Zurich', hours: [officeHours] });
    const known = { zone: 'UTC', hours: [{ days: ['sat' as const], from: '10:00', until: '12:00' }] };
    expect(timetableDraft(known, 'Europe/Zurich')).toEqual(known);
  });

  test('says what it lacks', () => {
    expect(timetableFault(draft)).toBeUndefined();
    expect(timetableFault({ ...draft, zone: ' ' })).toContain('zone');
    expect(timetableFault({ ...draft, hours: [] })).toContain('remove it');
    expect(timetableFault(withHours(draft, 0, { days: [] }))).toContain('day');
    expect(timetableFault(withHours(draft, 0, { until: '' }))).toContain('times');
  });

  test('has its days in the order of the week', () => {
    expect(withDay({ ...officeHours, days: ['tue'] }, 'mon')).toEqual(['mon', 'tue']);
    expect(withDay(officeHours, 'wed')).toEqual(['mon', 'tue', 'thu', 'fri']);
  });
});

test.each([
  [['mon', 'tue', 'wed', 'thu', 'fri'], 'Mon to Fri'],
  [['mon', 'wed'], 'Mon, Wed'],
  [['sat', 'sun'], 'Sat, Sun'],
  [['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], 'every day'],
] as const)('%j are %s', (days, words) => {
  expect(daysInWords(days)).toBe(words);
});
