import { describe, expect, test } from 'vitest';
import { type BulkResult, isUnfinished, oneByOne, planFor, type Target, whyNotAny, wordsOf } from './bulk.ts';
import { ApiError, troubleOf } from './problem.ts';

const [one, two, three] = [{ id: 'one' }, { id: 'two' }, { id: 'three' }] as const;

function notTwo({ id }: Target): string | undefined {
  return id === 'two' ? 'it is the second' : undefined;
}

test('an order to many says before it is given who can, what it touches, and who is left out and why', () => {
  expect(planFor([one, two], { whyNot: notTwo, impactOn: ({ id }) => `it touches ${id}` })).toEqual({
    can: [{ item: one, impact: 'it touches one' }],
    cannot: [{ item: two, why: 'it is the second' }],
  });
});

test('an order that is for none of the chosen is off and says why', () => {
  expect(whyNotAny([], notTwo, 'lab')).toBe('Choose labs in the table first');
  expect(whyNotAny([two], notTwo, 'lab')).toBe('it is the second');
  expect(whyNotAny([two, two], notTwo, 'lab')).toBe('For none of them. it is the second');
  expect(whyNotAny([one, two], notTwo, 'lab')).toBeUndefined();
});

describe('an order that is given to one after the other', () => {
  test('goes on after one that fails, one at a time, and tells of each', async () => {
    const told: [string, BulkResult['state']][] = [];
    let atOnce = 0;
    const run = oneByOne(async ({ id }: Target) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await Promise.resolve();
      atOnce -= 1;
      if (id === 'one') throw new ApiError(troubleOf(409, { detail: 'It has changed.' }));
    });
    await run([one, two], { tell: (id, { state }) => void told.push([id, state]), isStopped: () => false });
    expect(told).toEqual([
      ['one', 'running'],
      ['one', 'failed'],
      ['two', 'running'],
      ['two', 'done'],
    ]);
  });

  test('leaves those it has not come to when it is stopped, and they can be tried again', async () => {
    const told = new Map<string, BulkResult>();
    let isStopped = false;
    const run = oneByOne(async () => {
      isStopped = true;
      return Promise.resolve();
    });
    await run([one, two, three], { tell: (id, result) => void told.set(id, result), isStopped: () => isStopped });
    const results = [...told.values()];
    expect(results.map(({ state }) => state)).toEqual(['done', 'left', 'left']);
    expect(results.map(isUnfinished)).toEqual([false, true, true]);
    expect(wordsOf(results)).toBe('1 of 3 done, 2 left as they were');
  });
});
