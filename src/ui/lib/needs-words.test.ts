import { expect, test } from 'vitest';
import { definitionNeeds } from '../testing/fixture-content.ts';
import { cmlInWords, isOtherThan, needsRows } from './needs-words.ts';

const needs = definitionNeeds((minutes) => new Date(minutes * 60_000).toISOString());

test('what was measured is told beside what is reckoned with, and how far they are apart', () => {
  expect(needsRows(needs).map(({ difference }) => difference)).toEqual(['60 % less', '20 % more', '30 % less']);
  expect(isOtherThan(needs)).toBe(true);
});

test('what is not measured is not known, and nothing to accept', () => {
  const { measured: _, suggested: __, ...unmeasured } = needs;
  expect(needsRows(unmeasured).map(({ measured }) => measured)).toEqual(Array(3).fill('not known'));
  expect(isOtherThan(unmeasured)).toBe(false);
});

test('which versions of CML a lab runs on is said where not any will do', () => {
  expect(cmlInWords({ cmlVersions: { from: '2.9', below: '3.0' } })).toBe('2.9 or later, before 3.0');
  expect(cmlInWords({ cmlVersions: undefined })).toBeUndefined();
});
