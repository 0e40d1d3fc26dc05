import { expect, test } from 'vitest';
import { createKept } from './kept.ts';

function storage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

test('what a viewer prefers is there again on the next page, until they forget it', () => {
  const browser = storage();
  createKept(() => browser).set('workers.columns', 'name,status');
  const next = createKept(() => browser);
  expect(next.get('workers.columns')).toBe('name,status');
  next.set('workers.columns', undefined);
  expect(next.get('workers.columns')).toBeUndefined();
  expect(browser.items.size).toBe(0);
});

test('a browser that keeps nothing keeps it as long as the page is open', () => {
  const kept = createKept(() => {
    throw new Error('SecurityError');
  });
  expect(kept.get('a')).toBeUndefined();
  kept.set('a', 'b');
  expect(kept.get('a')).toBe('b');
});
