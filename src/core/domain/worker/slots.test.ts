import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { peakUsage, slotPeaks } from './index.ts';

const amounts = fc.record({
  cpuCores: fc.integer({ min: 0, max: 8 }),
  memoryMiB: fc.integer({ min: 0, max: 8 }),
  storageGiB: fc.integer({ min: 0, max: 8 }),
  nodes: fc.integer({ min: 0, max: 8 }),
});
const claim = fc
  .record({ from: fc.integer({ min: 0, max: 40 }), length: fc.integer({ min: 0, max: 20 }), amounts })
  .map(({ from, length, amounts: taken }) => ({ from: instant(from), until: instant(from + length), amounts: taken }));

test('one walk finds the same peaks as the calendar of a worker, slot by slot', () => {
  fc.assert(
    fc.property(fc.array(claim), fc.integer({ min: 0, max: 5 }), (claims, late) => {
      const real = claims.filter(({ from, until }) => until > from);
      const slots = [0, 1, 2, 3].map((index) => ({
        from: instant(index * 10 + (index === 0 ? late : 0)),
        until: instant(index * 10 + 10),
      }));
      expect(slotPeaks(claims, slots).map(({ peak }) => peak)).toEqual(
        slots.map(({ from, until }) => peakUsage(real, from, until)),
      );
    }),
  );
});
