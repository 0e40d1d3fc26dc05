import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noon } from '../testing/fixtures.ts';
import {
  formatDistance,
  formatDuration,
  formatMemory,
  formatMonth,
  formatTime,
  formatUtc,
  formatZone,
  fromLocalInput,
  humanize,
  toLocalInput,
} from './format.ts';

const london = { locale: 'en-GB', timeZone: 'Europe/London' };
const tokyo = { locale: 'en-GB', timeZone: 'Asia/Tokyo' };

test.each([
  [0, '0 s'],
  [-5000, '0 s'],
  [8_000, '8 s'],
  [250_000, '4 min 10 s'],
  [7_200_000, '2 h'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('%i ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('distances say which way', () => {
  expect(formatDistance(noon + 300_000, noon)).toBe('in 5 min');
  expect(formatDistance(noon - 330_000, noon)).toBe('5 min ago');
  expect(formatDistance(noon + 500, noon)).toBe('now');
});

test('a time is in the zone of the viewer, with its day unless that is today', () => {
  expect(formatTime(noon, noon, london)).toBe('12:00');
  expect(formatTime(noon + 8_000, noon, tokyo)).toBe('21:00:08');
  expect(formatTime(noon + 86_400_000, noon, london)).toBe('Sun 22 Nov, 12:00');
  expect(formatTime(Number.NaN, noon, london)).toBe('unknown');
});

test('a month is called by its name, the same everywhere', () => {
  expect(formatMonth('2026-11', { locale: 'en-GB' })).toBe('November 2026');
  expect(formatMonth('soon')).toBe('soon');
});

test('UTC is written out', () => {
  expect(formatUtc(noon)).toBe('2026-11-21 12:00:00 UTC');
});

test('what the time input says comes back as the same minute', () => {
  fc.assert(
    // Years in which no zone's offset has seconds.
    fc.property(fc.integer({ min: 30_000_000, max: 60_000_000 }), (minute) => {
      const text = toLocalInput(minute * 60_000);
      const back = fromLocalInput(text) ?? 0;
      // An hour that the clocks go through twice has one name for two instants.
      expect(toLocalInput(back)).toBe(text);
    }),
  );
  expect(fromLocalInput('')).toBeUndefined();
});

test('the zone of the times on the screen has its name and its distance from UTC', () => {
  const winter = Date.UTC(2026, 10, 21);
  expect(formatZone(winter, { locale: 'en', timeZone: 'Europe/Vienna' })).toBe('Europe/Vienna (GMT+1)');
  expect(formatZone(winter, { locale: 'en', timeZone: 'UTC' })).toMatch(/^UTC \(GMT(\+0)?\)$/);
});

test('amounts have the unit that fits', () => {
  expect([formatMemory(512), formatMemory(196_608), formatMemory(1536)]).toEqual(['512 MiB', '192 GiB', '1.5 GiB']);
});

test('names of the code become words', () => {
  expect(humanize('SessionReservationRefused')).toBe('Session reservation refused');
  expect(humanize('provision_delivery')).toBe('Provision delivery');
});
