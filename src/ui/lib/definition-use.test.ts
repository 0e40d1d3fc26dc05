import { DefinitionId } from '@lcm/core/domain/definition';
import { SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { aDefinition, aSession, small } from '../testing/fixtures.ts';
import { changesFrom, useOf, versionsOf } from './definition-use.ts';

function score(percent: number, result: 'pass' | 'fail') {
  return { points: percent, maxPoints: 100, percent, cutScore: 60, result, reportKey: 'report' };
}

test('the use of a definition is what became of its sessions, and how they were graded', () => {
  const sessions = [
    aSession({ status: 'running' }),
    aSession({ id: SessionId.parse('ses_2'), status: 'archived', outcome: { result: 'completed', reason: '' } }),
    aSession({ id: SessionId.parse('ses_3'), status: 'archived', outcome: { result: 'failed', reason: '' } }),
  ];
  const graded = sessions.map((session, index) => ({
    ...session,
    score: score(40 + index * 30, index > 0 ? 'pass' : 'fail'),
  }));
  expect(useOf(sessions)).toMatchObject({ open: 1, completed: 1, others: 1, graded: 0, meanPercent: undefined });
  expect(useOf(graded)).toMatchObject({ graded: 3, passed: 2, meanPercent: 70 });
});

test('versions are those of the same lab, the newest first, by number', () => {
  const [two, ten, other] = [
    aDefinition({ id: DefinitionId.parse('def_2'), version: '2.0.0' }),
    aDefinition({ id: DefinitionId.parse('def_10'), version: '10.0.0' }),
    aDefinition({ id: DefinitionId.parse('def_3'), slug: 'other' }),
  ];
  expect(versionsOf(two, [two, other, ten]).map(({ version }) => version)).toEqual(['10.0.0', '2.0.0']);
});

test('a version tells in what it needs other things than the one before', () => {
  const before = aDefinition();
  expect(changesFrom(undefined, before)).toBe('the first that is known');
  expect(changesFrom(before, before)).toBe('needs the same');
  const after = aDefinition({ nodeCount: 9, needs: { ...small, cpuCores: 12 }, nodeDefinitions: ['iosv', 'asav'] });
  expect(changesFrom(before, after)).toBe('9 nodes (7 before); 12 cores (8 before); new: asav');
  expect(changesFrom(before, { ...before, gradingEngine: 'external' })).toBe('graded by another engine');
});
