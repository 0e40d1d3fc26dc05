import { describe, expect, test } from 'vitest';
import { type Column, nextSort, pageOf, shownColumns, sorted, sortOf } from './table.ts';

interface Host {
  readonly name: string;
  readonly price?: number;
}

const columns: readonly Column<Host>[] = [
  { key: 'name', label: 'Name', cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: 'price', label: 'Price', cell: ({ price }) => price, sortBy: ({ price }) => price, isNumber: true },
  { key: 'tags', label: 'Tags', cell: () => '', isExtra: true },
];
const hosts: readonly Host[] = [{ name: 'w10', price: 1 }, { name: 'w9' }, { name: 'w2', price: 3 }];

function names(sort: string): readonly string[] {
  return sorted(hosts, columns, sortOf(sort, columns)).map(({ name }) => name);
}

describe('a table', () => {
  test('is sorted by what its address says, numbers in names as numbers', () => {
    expect(names('name')).toEqual(['w2', 'w9', 'w10']);
    expect(names('-name')).toEqual(['w10', 'w9', 'w2']);
  });

  test('has what cannot be compared at its end, whichever way it is sorted', () => {
    expect(names('price')).toEqual(['w10', 'w2', 'w9']);
    expect(names('-price')).toEqual(['w2', 'w10', 'w9']);
  });

  test('keeps its order for a column that cannot be sorted, or is none', () => {
    expect(names('tags')).toEqual(['w10', 'w9', 'w2']);
    expect(names('nonsense')).toEqual(['w10', 'w9', 'w2']);
  });

  test('begins numbers with the most and texts with the first, and turns round', () => {
    const [name, price] = columns;
    if (name === undefined || price === undefined) throw new Error('no columns');
    expect(nextSort(name, undefined)).toBe('name');
    expect(nextSort(name, { key: 'name', isDown: false })).toBe('-name');
    expect(nextSort(price, { key: 'name', isDown: false })).toBe('-price');
    expect(nextSort(price, { key: 'price', isDown: true })).toBe('price');
  });

  test('shows the columns that were chosen, always the first, and at first all but the extra ones', () => {
    expect(shownColumns(columns, undefined).map(({ key }) => key)).toEqual(['name', 'price']);
    expect(shownColumns(columns, 'tags').map(({ key }) => key)).toEqual(['name', 'tags']);
  });

  test('has pages, and a page that is gone is the last one', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => index);
    expect(pageOf(rows, 2, 50)).toMatchObject({ page: 2, pages: 20, first: 50, rows: { length: 50 } });
    expect(pageOf(rows.slice(0, 51), 20, 50)).toEqual({ page: 2, pages: 2, first: 50, rows: [50] });
    expect(pageOf([], 1, 50)).toEqual({ page: 1, pages: 1, first: 0, rows: [] });
    expect(pageOf(rows, Number.NaN, 50).page).toBe(1);
  });
});
