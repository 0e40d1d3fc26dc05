import { SeededRandom } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { agendaOf } from './month.ts';

const hour = 3_600_000;
const day = 24 * hour;
const month = agendaOf(new SeededRandom(1), 30);

test('a month has some hundreds of bookings, each made at least fifty minutes before its start', () => {
  expect(month.length).toBeGreaterThan(300);
  expect(month.every(({ bookedAt, start }) => bookedAt >= 0 && start - bookedAt >= 50 * 60_000)).toBe(true);
  expect(month.map(({ bookedAt }) => bookedAt)).toEqual(
    month.map(({ bookedAt }) => bookedAt).toSorted((a, b) => a - b),
  );
});

test('most begin in the daytime of working days', () => {
  const isAtWork = ({ start }: { start: number }): boolean =>
    Math.floor(start / day) % 7 < 5 && start % day >= 7 * hour && start % day < 18 * hour;
  expect(month.filter(isAtWork).length / month.length).toBeGreaterThan(0.8);
});

test('a seed has its month, and another seed another', () => {
  expect(agendaOf(new SeededRandom(1), 30)).toEqual(month);
  expect(agendaOf(new SeededRandom(2), 30)).not.toEqual(month);
});
