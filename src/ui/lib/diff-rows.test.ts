import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffRows, diffSize } from './diff-rows.ts';

const line = (change: 'same' | 'added' | 'removed') => (text: string) => ({ change, text });
const same = line('same');

test('a line has its number before and after, and what stayed the same far away is left out', () => {
  const lines = [
    ...['1', '2', '3', '4', '5'].map(same),
    line('removed')('old'),
    line('added')('new'),
    ...['6', '7', '8', '9'].map(same),
  ];
  expect(diffRows(lines)).toEqual([
    { is: 'gap', lines: 2 },
    { is: 'line', change: 'same', text: '3', was: 3, now: 3 },
    { is: 'line', change: 'same', text: '4', was: 4, now: 4 },
    { is: 'line', change: 'same', text: '5', was: 5, now: 5 },
    { is: 'line', change: 'removed', text: 'old', was: 6 },
    { is: 'line', change: 'added', text: 'new', now: 6 },
    { is: 'line', change: 'same', text: '6', was: 7, now: 7 },
    { is: 'line', change: 'same', text: '7', was: 8, now: 8 },
    { is: 'line', change: 'same', text: '8', was: 9, now: 9 },
    { is: 'line', change: 'same', text: '9', was: 10, now: 10 },
  ]);
  expect(diffSize(lines)).toBe('1 line added, 1 removed');
  expect(diffSize([same('a')])).toBe('No line differs');
});

test('whatever differs, every line is either shown or counted, and all that differ are shown', () => {
  const any = fc.constantFrom<'same' | 'added' | 'removed'>('same', 'same', 'same', 'same', 'same', 'added', 'removed');
  fc.assert(
    fc.property(fc.array(any, { maxLength: 60 }), (changes) => {
      const rows = diffRows(changes.map((change, index) => ({ change, text: String(index) })));
      expect(rows.reduce((sum, row) => sum + (row.is === 'gap' ? row.lines : 1), 0)).toBe(changes.length);
      const shown = rows.filter((row) => row.is === 'line' && row.change !== 'same');
      expect(shown).toHaveLength(changes.filter((change) => change !== 'same').length);
      expect(rows.some((row) => row.is === 'gap' && row.lines < 2)).toBe(false);
    }),
  );
});
