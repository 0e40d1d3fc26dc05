import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeByVersion, type Versioned } from './merge-by-version.ts';

const news = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 9 }) }));

function highest(items: readonly Versioned[]): ReadonlyMap<string, number> {
  const versions = new Map<string, number>();
  for (const { id, version } of items) versions.set(id, Math.max(version, versions.get(id) ?? 0));
  return versions;
}

test('after any news in any order, each item has the highest version that was ever heard', () => {
  fc.assert(
    fc.property(fc.array(news), (batches) => {
      let known: ReadonlyMap<string, Versioned> = new Map();
      for (const batch of batches) known = mergeByVersion(known, batch);
      expect(new Map([...known].map(([id, { version }]) => [id, version]))).toEqual(highest(batches.flat()));
    }),
  );
});

test('no news gives the same map, so that nothing is drawn again', () => {
  fc.assert(
    fc.property(news, (items) => {
      const known = mergeByVersion(new Map<string, Versioned>(), items);
      expect(mergeByVersion(known, items)).toBe(known);
    }),
  );
});
