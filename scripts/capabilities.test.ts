import { expect, test } from 'vitest';
import { capabilitiesIn, capabilityProblems, mistakeProblems, mistakesIn, testNamesIn } from './capabilities.ts';

const row = (number: number, state: string, name: string): string =>
  `| ${number} | thing | ${state} | - | - | ${name} |`;
const problems = (...rows: readonly string[]): string[] =>
  capabilityProblems(capabilitiesIn(rows.join('\n')), new Set(['it works', 'this | that']));

test('a capability is done when a test of that very name exists', () => {
  expect(problems(row(1, 'done', 'it works'))).toEqual([]);
  expect(problems(row(1, 'done', 'it work'))).toEqual(['1 (thing): there is no test "it work"']);
  expect(problems(row(1, 'done', '-'))).toEqual(['1 (thing): done, but names no test']);
});

test('a capability that is not done may name no test, but not a wrong one', () => {
  expect(problems(row(1, 'planned', '-'), row(2, 'partial', 'it works'))).toEqual([]);
  expect(problems(row(1, 'partial', 'gone'))).toEqual(['1 (thing): there is no test "gone"']);
});

test('unknown states, rows that went missing and stray cells are noticed', () => {
  expect(problems(row(1, 'almost', '-'))).toHaveLength(1);
  expect(problems(row(1, 'planned', '-'), row(3, 'planned', '-'))).toEqual(['row 2 has the number 3']);
  expect(problems(`${row(1, 'planned', '-')} extra |`)).toHaveLength(1);
  expect(problems(row(1, 'done', String.raw`this \| that`))).toEqual([]);
});

test('a mistake names a test that is there', () => {
  const rows = mistakesIn('| # | what | test |\n|---|---|---|\n| 1 | it leaks | keeps it |\n| 2 | it lies | is true |');
  expect(mistakeProblems(rows, new Set(['keeps it']))).toEqual(['"it lies": there is no test "is true"']);
});

test('names are read from plain, parametrised and quoted tests, not from those switched off', () => {
  const call = 'test';
  const source = [
    `${call}('plain', () => {});`,
    `${call}.each([1, 2])('each %i', () => {});`,
    `${call}.skipIf(!here)("on 'some' machines", () => {});`,
    `${call}(\n  'it\\'s long',\n  () => {});`,
    `${call}.skip('off', () => {});`,
    `contest('not one');`,
  ];
  expect(testNamesIn(source.join('\n'))).toEqual(['plain', 'each %i', "on 'some' machines", "it's long"]);
});
