import { expect, test } from 'vitest';
import { lockfileProblems } from './lockfile.ts';

const integrity = 'sha512-x';

test('a platform package that npm left out is named with who wants it', () => {
  const packages = { 'node_modules/tool': { integrity, optionalDependencies: { 'tool-linux': '1', 'tool-mac': '1' } } };
  expect(lockfileProblems({ packages: { ...packages, 'node_modules/tool-linux': { integrity } } }, [])).toEqual([
    'node_modules/tool wants tool-mac, which is not in the lockfile',
  ]);
});

test('an optional package is found beside its user, inside it, or at the top', () => {
  const wants = { integrity, optionalDependencies: { native: '1' } };
  const at = (place: string): string[] =>
    lockfileProblems({ packages: { 'node_modules/a/node_modules/b': wants, [place]: { integrity } } }, []);
  expect(at('node_modules/a/node_modules/b/node_modules/native')).toEqual([]);
  expect(at('node_modules/a/node_modules/native')).toEqual([]);
  expect(at('node_modules/native')).toEqual([]);
  expect(at('node_modules/c/node_modules/native')).toHaveLength(1);
});

test('a package without a hash or with an install script is refused unless it is allowed by name', () => {
  const packages = { 'node_modules/a': {}, 'node_modules/b': { integrity, hasInstallScript: true } };
  expect(lockfileProblems({ packages }, [])).toHaveLength(2);
  expect(lockfileProblems({ packages }, ['b'])).toEqual(['node_modules/a has no integrity hash']);
});
