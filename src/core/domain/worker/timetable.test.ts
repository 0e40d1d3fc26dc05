import { describe, expect, test } from 'vitest';
import { fromIso, toIso } from '../../kernel/index.ts';
import { aRunningWorker, aWorker } from '../testing/index.ts';
import { setTimetable, shiftsAhead, shiftsAround, type Timetable } from './index.ts';

function zurich(...hours: Timetable['hours']): Timetable {
  return { zone: 'Europe/Zurich', hours };
}

function around(timetable: Timetable, at: string) {
  const { last, now, next } = shiftsAround({ timetable }, fromIso(at));
  const words = [last, now, next].map((shift) => shift && `${toIso(shift.from)}/${toIso(shift.until)}`);
  return { last: words[0], now: words[1], next: words[2] };
}

describe('the hours of a timetable', () => {
  test('are those of its zone, in summer and in winter', () => {
    const weekdays = zurich({ days: ['mon', 'fri'], from: '08:00', until: '18:00' });
    expect(around(weekdays, '2026-10-23T10:00:00Z')).toEqual({
      last: '2026-10-19T06:00:00.000Z/2026-10-19T16:00:00.000Z',
      now: '2026-10-23T06:00:00.000Z/2026-10-23T16:00:00.000Z',
      next: '2026-10-26T07:00:00.000Z/2026-10-26T17:00:00.000Z',
    });
  });

  test('may go past midnight, and through the night in which the clock is put back', () => {
    const night = zurich({ days: ['sat'], from: '22:00', until: '06:00' });
    expect(around(night, '2026-10-25T03:00:00Z').now).toBe('2026-10-24T20:00:00.000Z/2026-10-25T05:00:00.000Z');
  });

  test('that do not exist on one day begin when the clock has been put forward', () => {
    const early = zurich({ days: ['sun'], from: '02:30', until: '04:00' });
    expect(around(early, '2026-03-29T01:45:00Z').now).toBe('2026-03-29T01:30:00.000Z/2026-03-29T02:00:00.000Z');
  });

  test('that touch are one shift, so that nobody is switched off in between', () => {
    const days = zurich(
      { days: ['mon'], from: '08:00', until: '12:00' },
      { days: ['mon'], from: '12:00', until: '00:00' },
      { days: ['tue'], from: '00:00', until: '01:00' },
    );
    expect(around(days, '2026-11-23T11:00:00Z').now).toBe('2026-11-23T07:00:00.000Z/2026-11-24T00:00:00.000Z');
  });

  test('end with the very instant', () => {
    const day = zurich({ days: ['mon'], from: '08:00', until: '12:00' });
    expect(around(day, '2026-11-23T11:00:00Z').now).toBeUndefined();
    expect(around(day, '2026-11-23T07:00:00Z').now).toBeDefined();
  });
});

test('the hours ahead are those that last and those of the coming week', () => {
  const timetable = zurich({ days: ['mon', 'fri'], from: '08:00', until: '12:00' });
  const ahead = shiftsAhead({ timetable }, fromIso('2026-11-23T08:00:00Z')).map(({ from }) => toIso(from));
  expect(ahead).toEqual(['2026-11-23T07:00:00.000Z', '2026-11-27T07:00:00.000Z', '2026-11-30T07:00:00.000Z']);
  expect(shiftsAhead({}, fromIso('2026-11-23T08:00:00Z'))).toEqual([]);
});

test('setting what is set already is no news, and an ended worker has no hours', () => {
  const timetable = zurich({ days: ['mon'], from: '08:00', until: '12:00' });
  const worker = aRunningWorker();
  expect(setTimetable(worker, timetable, worker.createdAt)).toMatchObject({ value: [{ type: 'WorkerTimetableSet' }] });
  expect(setTimetable({ ...worker, timetable }, timetable, worker.createdAt)).toMatchObject({ value: [] });
  const ended = aWorker({ status: 'terminated' });
  expect(setTimetable(ended, timetable, worker.createdAt).ok).toBe(false);
});
