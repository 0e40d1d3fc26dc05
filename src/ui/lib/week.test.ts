import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noon } from '../testing/fixtures.ts';
import { daysFrom, inLanes, placeIn, within } from './week.ts';

const hour = 3_600_000;

test('the week begins with the day that it is, and each day follows the one before', () => {
  const days = daysFrom(noon, 7);
  expect(days).toHaveLength(7);
  expect(days[0]?.from).toBeLessThanOrEqual(noon);
  expect(days[0]?.until).toBeGreaterThan(noon);
  for (const [index, day] of days.entries()) {
    if (index > 0) expect(day.from).toBe(days[index - 1]?.until);
  }
});

test('what goes past midnight is in both days, each with its part', () => {
  const [first, second] = daysFrom(noon, 2);
  if (first === undefined || second === undefined) throw new Error('no days');
  const night = { from: first.until - hour, until: second.from + 2 * hour };
  expect(within([night], first)).toEqual([{ from: night.from, until: first.until, item: night }]);
  expect(within([night], second)).toEqual([{ from: second.from, until: night.until, item: night }]);
  expect(placeIn({ from: 0, until: 10 }, { from: 5, until: 7 })).toEqual({ left: 50, width: 20 });
});

test('in a lane nothing overlaps, and there are no more lanes than things at once', () => {
  const span = fc
    .record({ from: fc.integer({ min: 0, max: 40 }), length: fc.integer({ min: 1, max: 10 }) })
    .map(({ from, length }) => ({ from, until: from + length }));
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      const lanes = inLanes(spans);
      expect(lanes.flat()).toHaveLength(spans.length);
      for (const lane of lanes) {
        for (const [index, { from }] of lane.entries()) expect(lane[index - 1]?.until ?? 0).toBeLessThanOrEqual(from);
      }
      const most = Math.max(
        0,
        ...spans.map(({ from }) => spans.filter((s) => s.from <= from && s.until > from).length),
      );
      expect(lanes.length).toBe(most);
    }),
  );
});
