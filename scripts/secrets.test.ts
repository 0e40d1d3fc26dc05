import { expect, test } from 'vitest';
import { secretPatterns, secretsIn } from './secrets.ts';

test.each(secretPatterns)('$name is found, with its line', ({ name, canary }) => {
  expect(secretsIn(`first\nsecond\n${canary.join('')}\n`)).toContainEqual({ name, line: 3 });
});

test('values that call themselves examples, and addresses without a password, are left alone', () => {
  expect(secretsIn('AKIAIOSFODNN7EXAMPLE')).toEqual([]);
  expect(secretsIn('https://user@host.net/path and http://localhost:8000/a:b@c')).toEqual([]);
  expect(secretsIn(`mongodb://$\{user}:$\{password}@db.internal.net`)).toEqual([]);
});
