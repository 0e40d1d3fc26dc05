import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayTakeForEver } from './costly-expression.ts';

test.each([
  '^(a+)+$',
  '^((a+))+$',
  '(?:(?:x|y)z)*',
  '((a|b)c{2}){2,}',
  '(a?)*b',
  '(a*){20}',
  '(((a{1,9}){1,9}){1,9}){1,9}',
  '.*.*.*.*x',
  String.raw`([^\]]*\)?)+`,
])('%s could take for ever', (source) => expect(mayTakeForEver(source)).toBe(true));

test.each([
  '^channel-group 12 mode (active|passive)$',
  String.raw`^ntp server (rtr01(\.example\.com)?|10\.0\.0\.1)$`,
  String.raw`^ip address (\d+\.){3}\d+ 255`,
  String.raw`\(a+\)+`,
  '[(a+)+]',
  '^interface .*Ethernet',
  '(abc)+',
])('%s ends soon', (source) => expect(mayTakeForEver(source)).toBe(false));

test('every text gets an answer', () => {
  const piece = fc.constantFrom('(', ')', '(?:', '[', ']', '\\', '+', '*', '{2}', '{2,}', '{', '|', 'a', '?');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(typeof mayTakeForEver(pieces.join(''))).toBe('boolean');
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300), seed: 3 },
  );
});
