import { describe, expect, test } from 'vitest';
import { DefinitionId } from '../domain/definition/index.ts';
import { aReservation, aRunningWorker, hour, testNow as now } from '../domain/testing/index.ts';
import { nothing } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { isUpAnyhow, type WarmWish, warmThere } from './warm-room.ts';

const worker = aRunningWorker({ license: { status: 'registered' } });
const { storageGiB } = worker.spec.capacity;

function wanted(name: string, warmDepth: number, sizeGiB: number): WarmWish['definition'] {
  const needs = { ...nothing, storageGiB: sizeGiB, nodes: 2 };
  return { id: DefinitionId.parse(`def_${name}`), status: 'active', needs, nodeDefinitions: [], warmDepth };
}

function kept(
  depth: number,
  sizeGiB: number,
  fields: Partial<WarmWish> & { readonly on?: typeof worker } = {},
): number {
  const { on = worker, ...rest } = fields;
  return warmThere({ definition: wanted('a', depth, sizeGiB), others: [], mostPerWorker: 20, ...rest }, on, now);
}

describe('labs of a definition are kept ready on a worker', () => {
  test('as many as are wanted, as far as its disk goes', () => {
    expect(kept(3, 10)).toBe(3);
    expect(kept(3, storageGiB / 2)).toBe(2);
    expect(kept(3, storageGiB + 1)).toBe(0);
    expect(kept(3, 0)).toBe(3);
  });

  test('no more than the calendar leaves room for within a day', () => {
    const amounts = { ...nothing, storageGiB: storageGiB - 25 };
    const at = (hours: number) =>
      aRunningWorker({
        license: { status: 'registered' },
        reservations: {
          res_1: aReservation(1, {
            amounts,
            from: instant(now + hours * hour),
            until: instant(now + (hours + 1) * hour),
          }),
        },
      });
    expect(kept(5, 10, { on: at(3) })).toBe(2);
    expect(kept(5, 10, { on: at(30) })).toBe(5);
  });

  test('beside those of other definitions, of which all a worker has no more than it may', () => {
    const others = [wanted('a', 9, 10), wanted('b', 3, 10)];
    expect(kept(5, 10, { others, mostPerWorker: 7 })).toBe(4);
    expect(kept(5, storageGiB / 2, { others })).toBe(1);
    expect(kept(5, 10, { others, mostPerWorker: 2 })).toBe(0);
  });

  test('only where such a lab can run, and on hosts that are up anyhow', () => {
    expect(kept(2, 10, { definition: { ...wanted('a', 2, 10), status: 'inactive' } })).toBe(0);
    expect(isUpAnyhow({ ...worker, service: 'available' })).toBe(true);
    expect(isUpAnyhow({ ...worker, service: 'available', desired: 'stopped' })).toBe(false);
    expect(isUpAnyhow({ ...worker, service: 'starting' })).toBe(false);
  });
});
