import { expect, test } from 'vitest';
import { emptyLabDraft, faultWords, faultyLine, uploadOf } from './lab-draft.ts';

test('an upload says only what its author said', () => {
  expect(uploadOf({ ...emptyLabDraft, yaml: 'lab: {}', title: ' ', minutes: '' })).toEqual({ yaml: 'lab: {}' });
  const said = { ...emptyLabDraft, yaml: 'x', title: ' T ', slug: 's', minutes: '45', grading: 'format: x' };
  expect(uploadOf({ ...said, form: 'only an engine outside asks' })).toEqual({
    yaml: 'x',
    title: 'T',
    slug: 's',
    durationMinutes: 45,
    grading: 'format: x',
  });
  expect(uploadOf({ ...emptyLabDraft, engine: 'external', form: ' A B C D E F ' })).toMatchObject({
    gradingEngine: 'external',
    formQualifiedName: 'A B C D E F',
  });
});

test('a fault is named with its place and what stands there', () => {
  const fault = { part: 'yaml', path: 'nodes.0.ram', message: 'is no number', line: 2, column: 8 } as const;
  expect(faultWords(fault)).toBe('Lab line 2, column 8: nodes.0.ram is no number');
  expect(faultyLine(fault, { ...emptyLabDraft, yaml: 'nodes:\r\n  - ram: lots' })).toBe('- ram: lots');
  expect(faultWords({ part: 'slug', path: '', message: 'is taken' })).toBe('Slug: is taken');
  expect(faultyLine({ part: 'slug', path: '', message: 'is taken' }, emptyLabDraft)).toBeUndefined();
});
