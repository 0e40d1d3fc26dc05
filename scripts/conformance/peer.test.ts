import { expect, test } from 'vitest';
import { installedOr, lineOf, type Peer, verdictOf } from './peer.ts';

const peer: Peer = { name: 'tool', against: 'the product', check: async () => ({ passed: 1, problems: [] }) };

test('the last line of an installation says the version and where it is, spaces and all', () => {
  const output = 'Reading lists...\n1.2.3 /a folder/bin/tool\n';
  expect(installedOr({ code: 0, output }, true)).toEqual({ version: '1.2.3', program: '/a folder/bin/tool' });
});

test('a machine that cannot have a peer skips it with the reason, in CI too', () => {
  const ended = { code: 3, output: 'warning\nthere is no python3\n' };
  expect(installedOr(ended, true)).toEqual({ skipped: 'there is no python3' });
});

test('an installation that fails is a failure in CI, and skipped elsewhere', () => {
  const ended = { code: 1, output: 'no such version\npip cannot install it' };
  expect(installedOr(ended, true)).toMatchObject({ problems: ['no such version\npip cannot install it'] });
  expect(installedOr(ended, false)).toEqual({ skipped: 'pip cannot install it' });
});

test('an installation that says nothing of where the peer is has failed', () => {
  expect(installedOr({ code: 0, output: '' }, true)).toMatchObject({ passed: 0, problems: [expect.any(String)] });
});

test('a check that checked nothing has failed', () => {
  expect(verdictOf('1', { passed: 0, problems: [] })).toMatchObject({ problems: ['nothing was checked'] });
  expect(verdictOf('1', { passed: 1, problems: [] })).toMatchObject({ problems: [] });
});

test('a peer is one line, with what it found wrong below', () => {
  expect(lineOf(peer, { skipped: 'why' })).toBe('skipped  tool against the product: why');
  expect(lineOf(peer, { version: '1', passed: 2, problems: [] })).toBe(
    'ok       tool 1 against the product: 2 held, 0 did not',
  );
  expect(lineOf(peer, { version: '1', passed: 2, problems: ['a\nb'] }).split('\n')).toHaveLength(3);
});
