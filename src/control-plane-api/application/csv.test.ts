import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test.each([
  ['=1+1', `"'=1+1"`],
  ['+49 30', `"'+49 30"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  [' =1', `"' =1"`],
  ['say "hi", you', '"say ""hi"", you"'],
  ['two\nlines', '"two\nlines"'],
])('the cell %j is written as %s', (cell, written) => expect(csvLine([cell])).toBe(`${written}\r\n`));

test('numbers stay numbers, negative ones too', () => expect(csvLine([-1, 2])).toBe('-1,2\r\n'));

test('whatever is in the cells, one line comes of them and none begins a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (cells) => {
      const line = csvLine(cells);
      const read = [...line.matchAll(/"((?:[^"]|"")*)"(,|\r\n$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"'));
      expect(read.map((cell) => (cell.startsWith("'") && !cells.includes(cell) ? cell.slice(1) : cell))).toEqual(cells);
      for (const cell of read) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }),
  );
});
