import { describe, expect, test } from 'vitest';
import { aRunningWorker, testNow as now } from '../testing/index.ts';
import { changeTags, evolveWorker, mostTags, setDetailedMonitoring, type TagChange, type Worker } from './index.ts';

function tagged(worker: Worker, { set = {}, remove = [] }: Partial<TagChange>): Worker {
  const decision = changeTags(worker, { set, remove }, now);
  if (!decision.ok) throw new Error(decision.rejection.code);
  return decision.value.reduce(evolveWorker, worker);
}

describe('tags of a worker', () => {
  test('are added, overwritten and removed; what may still be on the instance is kept in mind', () => {
    const worker = tagged(tagged(aRunningWorker(), { set: { a: '1', b: '2' } }), { set: { a: '3' }, remove: ['b'] });
    expect(worker).toMatchObject({ tags: { a: '3' }, removedTags: ['b'] });
    expect(tagged(worker, { set: { b: '4' } })).toMatchObject({ tags: { a: '3', b: '4' }, removedTags: [] });
  });

  test('that are so already are no news', () => {
    const worker = tagged(aRunningWorker(), { set: { a: '1' } });
    expect(changeTags(worker, { set: { a: '1' }, remove: ['c'] }, now)).toMatchObject({ value: [] });
  });

  test.each(['Name', 'aws:cloudformation', 'lcm:worker_id', 'LCM:x'])('%s is not theirs to set', (key) => {
    expect(changeTags(aRunningWorker(), { set: { [key]: 'x' }, remove: [] }, now)).toMatchObject({
      rejection: { code: 'worker.tag-reserved', keys: [key] },
    });
  });

  test('are no more than EC2 has room for', () => {
    const many = Object.fromEntries(Array.from({ length: mostTags }, (_, index) => [`t${index}`, 'x']));
    const full = tagged(aRunningWorker(), { set: many });
    expect(changeTags(full, { set: { more: 'x' }, remove: [] }, now)).toMatchObject({
      rejection: { code: 'worker.too-many-tags', count: mostTags + 1 },
    });
    expect(changeTags(full, { set: { more: 'x' }, remove: ['t0'] }, now).ok).toBe(true);
  });

  test('that EC2 refused are said to be, until they are others', () => {
    const refused = evolveWorker(aRunningWorker(), { type: 'WorkerTagsRefused', reason: 'too many', at: now });
    expect(refused.tagsRefused).toBe('too many');
    expect(tagged(refused, { set: { a: '1' } }).tagsRefused).toBeUndefined();
  });
});

test('measuring each minute is switched on once', () => {
  const why = { reason: 'load test', at: now };
  expect(setDetailedMonitoring(aRunningWorker(), true, why)).toMatchObject({ value: [{ enabled: true }] });
  expect(setDetailedMonitoring(aRunningWorker({ detailedMonitoring: true }), true, why)).toMatchObject({ value: [] });
});
