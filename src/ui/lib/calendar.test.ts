import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noon } from '../testing/fixtures.ts';
import { droppedAt, marksOf, rowsInView, shifted, spanAt, zoomedBy, zoomNames, zoomOf, zooms } from './calendar.ts';

const minute = 60_000;

describe('what the calendar shows', () => {
  const instants = fc.record({
    zoom: fc.constantFrom(...zoomNames),
    at: fc.integer({ min: -400 * 24 * 60, max: 400 * 24 * 60 }).map((minutes) => noon + minutes * minute),
  });

  test('has the instant in it that was asked for, whatever the zoom', () => {
    fc.assert(
      fc.property(instants, ({ zoom, at }) => {
        const { from, until } = spanAt(zoom, at);
        expect(from).toBeLessThanOrEqual(at);
        expect(until).toBeGreaterThan(at);
      }),
    );
  });

  test('goes on without a gap, and back to where it was', () => {
    fc.assert(
      fc.property(instants, ({ zoom, at }) => {
        const span = spanAt(zoom, at);
        const later = spanAt(zoom, shifted(zoom, span, 1));
        expect(later.from).toBe(span.until);
        expect(shifted(zoom, later, -1)).toBe(span.from);
      }),
    );
  });

  test.each(zoomNames)('has a scale that a phone can hold: %s', (zoom) => {
    const marks = marksOf(zoom, spanAt(zoom, noon));
    expect(marks.length).toBeGreaterThanOrEqual(6);
    expect(marks.length).toBeLessThanOrEqual(8);
    expect(marks[0]?.at).toBe(spanAt(zoom, noon).from);
  });

  test('is zoomed to the next, and stays at the last', () => {
    expect(zoomOf('nonsense')).toBe('day');
    expect(zoomedBy('day', -1)).toBe('hours');
    expect(zoomedBy('hours', -1)).toBe('hours');
    expect(zoomedBy('weeks', 1)).toBe('weeks');
    expect(zooms[zoomedBy('day', 1)].hours).toBeGreaterThan(zooms.day.hours);
  });
});

test('of hundreds of rows only those in sight are drawn, and none of these is left out', () => {
  const heights = fc.array(fc.integer({ min: 20, max: 120 }), { maxLength: 400 });
  fc.assert(
    fc.property(heights, fc.integer({ min: 0, max: 60_000 }), (rows, top) => {
      const { first, end, tops } = rowsInView(rows, { top, height: 600 });
      rows.forEach((height, index) => {
        const begins = tops[index] ?? 0;
        const isInSight = begins < top + 600 && begins + height > top;
        if (isInSight) expect(index >= first && index < end).toBe(true);
      });
      expect(end - first).toBeLessThanOrEqual(Math.ceil(1200 / 20) + 2);
    }),
  );
});

test('what is dropped begins on five minutes, from where it was grabbed', () => {
  const span = { from: noon, until: noon + 60 * minute };
  expect(droppedAt(span, { at: 0.5, grabbedMs: 0 })).toBe(noon + 30 * minute);
  expect(droppedAt(span, { at: 0.5, grabbedMs: 12 * minute })).toBe(noon + 20 * minute);
});
