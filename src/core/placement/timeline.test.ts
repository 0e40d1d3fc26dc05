import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aReservation } from '../domain/testing/index.ts';
import { peakUsage } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { peakOf, timelineOf, withClaim } from './timeline.ts';

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

test('a timeline that one claim is added to is as one that is made of all of them', () => {
  // Tenths: their sums depend on the order in which they are added.
  const tenths = amounts.map((each) => ({ ...each, cpuCores: each.cpuCores / 10 }));
  const ports = fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), at, length, tenths, ports), { maxLength: 12 }), (held) => {
      let grown: Parameters<typeof withClaim>[0] = {};
      let plain: typeof grown = {};
      for (const [number, begin, takes, needs, taken] of held) {
        const span = { from: instant(begin), until: instant(begin + takes) };
        const claim = aReservation(number, { ...span, amounts: needs, ports: taken });
        timelineOf(grown);
        grown = withClaim(grown, claim);
        plain = { ...plain, [claim.id]: claim };
        expect(grown).toEqual(plain);
        expect(timelineOf(grown)).toEqual(timelineOf(plain));
      }
    }),
  );
});
