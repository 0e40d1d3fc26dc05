import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logNormal, SeededRandom } from '../../kernel/index.ts';
import { nearlyAll, nineteenOfTwenty } from './index.ts';

const times = fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 10, maxLength: 60 });

describe('what nearly all do not exceed', () => {
  test('is not told of fewer than ten', () => {
    expect(nearlyAll(Array.from({ length: 9 }, () => 60_000))).toBeUndefined();
    expect(nearlyAll(Array.from({ length: 10 }, () => 60_000))).toBeCloseTo(60_000);
  });

  test('is no less than what nine of ten took and no more than twice that, in whatever order they came', () => {
    fc.assert(
      fc.property(times, (took) => {
        const longest = nearlyAll(took) ?? 0;
        const within = took.filter((each) => each <= longest).length;
        expect(within / took.length).toBeGreaterThanOrEqual(0.9);
        expect(took.filter((each) => 2 * each >= longest).length / took.length).toBeGreaterThan(0);
        expect(nearlyAll(took.toReversed())).toBeCloseTo(longest, 3);
      }),
    );
  });

  test('grows as they do', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 2, max: 9 }), (took, factor) => {
        const slower = nearlyAll(took.map((each) => each * factor)) ?? 0;
        expect(slower / (nearlyAll(took) ?? 1)).toBeCloseTo(factor, 3);
      }),
    );
  });

  test('is not stretched by the one in twenty that hung', () => {
    const usual = Array.from({ length: 19 }, (_, index) => 60_000 + index * 1000);
    expect(nearlyAll([...usual, 3_600_000])).toBeLessThan(160_000);
  });

  test.each([10, 20, 50])('is kept by 199 of 200 that come after %i of them', (known) => {
    expect(keptBy(nearlyAll, known)).toBeGreaterThan(0.994);
  });
});

test.each([10, 20, 50])('what 19 of 20 do not exceed is kept by as many that come after %i of them', (known) => {
  const kept = keptBy(nineteenOfTwenty, known);
  expect(kept).toBeGreaterThan(0.945);
  expect(kept).toBeLessThan(0.97);
});

/** Which share of boots that scatter alike stays within what was learned of so many before. */
function keptBy(limit: typeof nearlyAll, known: number): number {
  const random = new SeededRandom(known);
  const boot = (): number => logNormal(random, 600_000, 0.25);
  const rounds = 20_000;
  let kept = 0;
  for (let round = 0; round < rounds; round += 1) {
    const longest = limit(Array.from({ length: known }, boot)) ?? 0;
    if (boot() <= longest) kept += 1;
  }
  return kept / rounds;
}
