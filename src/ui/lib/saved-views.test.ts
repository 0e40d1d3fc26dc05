import { expect, test } from 'vitest';
import { viewQuery, viewsFrom, withView } from './saved-views.ts';

test('a view is kept by its name, and the same name replaces it', () => {
  const first = withView([], { name: 'Metal', query: 'q=template:metal' });
  const second = withView(first, { name: 'Down', query: 'status=trouble' });
  expect(withView(second, { name: 'Metal', query: 'q=type:metal' })).toEqual([
    { name: 'Down', query: 'status=trouble' },
    { name: 'Metal', query: 'q=type:metal' },
  ]);
});

test('what cannot be read any more is no view', () => {
  const view = { name: 'a', query: 'b' };
  expect(viewsFrom(JSON.stringify([view, { name: 1 }, null]))).toEqual([view]);
  expect(viewsFrom('{')).toEqual([]);
  expect(viewsFrom(undefined)).toEqual([]);
});

test('a view is the filter, the columns and the order, not the page one was on', () => {
  expect(viewQuery(new URLSearchParams('q=a&sort=-price&page=3'))).toBe('q=a&sort=-price');
});
