import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { type Amounts, type Claim, peakUsage, resources, shortages, usageAt } from './index.ts';

const amounts = fc.record({ cpuCores: fc.nat(9), memoryMiB: fc.nat(9), storageGiB: fc.nat(9), nodes: fc.nat(9) });
const span = 30;
const claims = fc.array(
  fc
    .tuple(fc.nat(span), fc.integer({ min: 1, max: span }), amounts)
    .map(([from, ms, amount]): Claim => ({ from: instant(from), until: instant(from + ms), amounts: amount })),
  { maxLength: 12 },
);

test('the peak is what counting every single instant gives', () => {
  fc.assert(
    fc.property(claims, fc.nat(span), fc.integer({ min: 1, max: span }), (held, from, ms) => {
      const instants = Array.from({ length: ms }, (_, index) => usageAt(held, instant(from + index)));
      for (const resource of resources) {
        const most = Math.max(...instants.map((usage) => usage[resource]));
        expect(peakUsage(held, instant(from), instant(from + ms))[resource]).toBe(most);
      }
    }),
  );
});

test('what begins when another ends does not overlap it', () => {
  const amount: Amounts = { cpuCores: 3, memoryMiB: 1, storageGiB: 1, nodes: 1 };
  const held = [0, 10, 20].map((from) => ({ from: instant(from), until: instant(from + 10), amounts: amount }));
  expect(peakUsage(held, instant(0), instant(30)).cpuCores).toBe(3);
});

test('a shortage is exactly what is missing, and nothing where it fits', () => {
  fc.assert(
    fc.property(amounts, amounts, amounts, (capacity, used, wanted) => {
      const short = shortages(capacity, used, wanted);
      for (const resource of resources) {
        const missing = used[resource] + wanted[resource] - capacity[resource];
        expect(short[resource] ?? 0).toBe(Math.max(0, missing));
      }
    }),
  );
});
