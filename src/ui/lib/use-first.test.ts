import { expect, test } from 'vitest';
import { limitOf } from './use-first.ts';

test('a list begins with fifty rows, unless the address asks for more', () => {
  expect(limitOf('150')).toBe(150);
  for (const asked of [null, '', '10', '-100', '60.5', 'all', 'NaN', 'Infinity']) expect(limitOf(asked)).toBe(50);
});
