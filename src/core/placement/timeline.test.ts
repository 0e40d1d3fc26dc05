import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aReservation } from '../domain/testing/index.ts';
import { peakUsage } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { peakOf, timelineOf } from './timeline.ts';

const amounts = fc.record({
  cpuCores: fc.integer({ min: 0, max: 8 }),
  memoryMiB: fc.integer({ min: 0, max: 9000 }),
  storageGiB: fc.integer({ min: 0, max: 90 }),
  nodes: fc.integer({ min: 0, max: 20 }),
});
const at = fc.integer({ min: 0, max: 60 });
const length = fc.integer({ min: 1, max: 20 });

test('a timeline says of every window what looking at every claim says', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(at, length, amounts), { maxLength: 12 }), at, length, (held, from, ms) => {
      const claims = held.map(([begin, takes, needs], index) =>
        aReservation(index + 1, { from: instant(begin), until: instant(begin + takes), amounts: needs }),
      );
      const timeline = timelineOf(Object.fromEntries(claims.map((claim) => [claim.id, claim])));
      expect(peakOf(timeline, { from, until: from + ms })).toEqual(
        peakUsage(claims, instant(from), instant(from + ms)),
      );
    }),
  );
});
