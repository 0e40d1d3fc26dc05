import { expect, test } from 'vitest';
import type { GradingRequest } from '../../ports/grading-engine/index.ts';
import { PartReport, Ruleset } from './engine-wire.ts';
import { readScoreReport, rulesVersionOf } from './read-score-report.ts';

const request: GradingRequest = {
  sessionId: 'ses_1',
  grading: 'end',
  candidate: 'ada',
  formQualifiedName: 'Exam Associate CCNA v1.1 LAB 1.3a',
  evidence: { sessionId: 'ses_1', capturedAt: '2026-11-21T09:00:00.000Z', nodes: [] },
  rules: undefined,
};

const ruleset = Ruleset.parse({
  grading: {
    ruleset: {
      checksum: 'abc',
      lab: { title: 'Switching' },
      sections: [
        {
          index: 1,
          description: 'VLANs',
          items: [
            { id: 'v1', description: 'VLAN 10', points: 3, rules: [{ device: 'SW1' }, { device: 'SW2' }, {}] },
            { id: 'v2', points: 2 },
            { id: 'new', points: 5, fieldTest: true },
          ],
        },
        { index: 2, items: [{ id: 't1', description: 'Trunk', points: 5 }] },
      ],
    },
  },
  scoring: { version: 4, cutScore: 7 },
});

const item = { score: 3, maxScore: 3, fieldTest: false };
const vlans = {
  id: '1',
  score: 5,
  maxScore: 5,
  items: [
    { ...item, id: 'v1' },
    { id: 'v2', score: 2, maxScore: 2 },
  ],
};
const trunks = { id: '2', score: 2.5, maxScore: 5, items: [{ id: 't1', score: 2.5, maxScore: 5 }] };
const whole = { score: 7.5, maxScore: 10, sections: [vlans, trunks] };

function read(report: object) {
  const made = { createdAt: '2026-11-21T10:00:00.000Z', gradingRulesetVersion: 3, scoringRulesetVersion: '4' };
  return readScoreReport(PartReport.parse({ ...made, ...report }), ruleset, request);
}

test('sections and items have the names, nodes and points that the rules of the engine give them', () => {
  const report = read(whole);
  expect(report).toMatchObject({ title: 'Switching', points: 7.5, maxPoints: 10, percent: 75, cutScore: 70 });
  expect(report).toMatchObject({ result: 'pass', notGradable: 0, gradedAt: '2026-11-21T10:00:00.000Z' });
  expect(report.sections.map(({ title, points, maxPoints }) => [title, points, maxPoints])).toEqual([
    ['VLANs', 5, 5],
    ['Section 2', 2.5, 5],
  ]);
  expect(report.sections.flatMap(({ items }) => items.map(({ title, node, status }) => [title, node, status]))).toEqual(
    [
      ['VLAN 10', 'SW1, SW2', 'passed'],
      ['v2', '', 'passed'],
      ['Trunk', '', 'partial'],
    ],
  );
});

test('what is tried out on candidates counts for nobody and is not shown', () => {
  const tried = { ...vlans, items: [...vlans.items, { id: 'new', score: 0, maxScore: 5, fieldTest: true }] };
  const report = read({ ...whole, sections: [tried, trunks] });
  expect(report).toMatchObject({ points: 7.5, result: 'pass' });
  expect(report.sections[0]?.items.map(({ id }) => id)).toEqual(['v1', 'v2']);
});

test('a point less than the engine asks for is not passed', () => {
  const less = { ...trunks, score: 1.5, items: [{ id: 't1', score: 1.5, maxScore: 5 }] };
  expect(read({ ...whole, score: 6.5, sections: [vlans, less] }).result).toBe('fail');
  const just = { ...trunks, score: 2, items: [{ id: 't1', score: 2, maxScore: 5 }] };
  expect(read({ ...whole, score: 7, sections: [vlans, just] }).result).toBe('pass');
});

test.each([
  ['a score that is null', { ...trunks, items: [{ id: 't1', score: null, maxScore: 5 }] }],
  ['an item that is missing', { ...trunks, items: [] }],
  [
    'an issue instead of a score',
    {
      ...trunks,
      items: [{ id: 't1', evaluationResults: [{ issue: { type: 'NoOutput', description: 'SW1 is off' } }] }],
    },
  ],
])('nobody passes by %s', (_, section) => {
  const report = read({ ...whole, sections: [vlans, section] });
  expect(report).toMatchObject({ result: 'fail', notGradable: 1, notGradablePoints: 5 });
  expect(report.sections[1]?.items[0]).toMatchObject({ status: 'not-gradable', points: 0, maxPoints: 5 });
  expect(report.sections[1]?.items[0]?.explanation).toMatch(/SW1 is off|does not say/);
});

test('a section that the engine leaves out is not gradable as a whole', () => {
  const report = read({ score: 5, maxScore: 5, sections: [vlans] });
  expect(report).toMatchObject({ result: 'fail', notGradable: 1 });
  expect(report.sections[1]).toMatchObject({ title: 'Section 2', points: 0, maxPoints: 5 });
});

test('answers say what was expected and not found', () => {
  const questions = [{ expectedAnswers: ['vlan 10', 'vlan 20'], matchedAnswers: ['vlan 10'] }];
  const partly = { ...vlans, items: [{ ...item, id: 'v1', score: 1.5, questions }, vlans.items[1]] };
  const [first] = read({ ...whole, sections: [partly, trunks] }).sections[0]?.items ?? [];
  expect(first).toMatchObject({ status: 'partial', explanation: '1 of 2 expected answers.', missing: ['vlan 20'] });
});

test.each([
  ['more points than there are', { ...whole, score: 11 }, /more than the 10/],
  ['less than no points', { ...whole, score: -1 }, /less than no points/],
  ['a section beyond its points', { ...whole, sections: [{ ...vlans, score: 6 }, trunks] }, /section 1 has 6 points/],
  [
    'an item beyond its points',
    { ...whole, sections: [vlans, { ...trunks, items: [{ id: 't1', score: 9, maxScore: 5 }] }] },
    /item t1 has 9 points/,
  ],
  ['sums that do not add up', { ...whole, score: 8 }, /do not add up/],
  ['no sections', { ...whole, sections: [] }, /no sections/],
])('%s is no score', (_, report, words) => {
  expect(() => read(report)).toThrow(
    expect.objectContaining({ code: 'nonsense', message: expect.stringMatching(words) }),
  );
});

test('other rules are other rules, in their version and in their hash', () => {
  const newer = { ...whole, gradingRulesetVersion: 9 };
  expect(read(newer).rulesHash).not.toBe(read(whole).rulesHash);
  const made = { createdAt: '', gradingRulesetVersion: 3, scoringRulesetVersion: '4' };
  expect(rulesVersionOf(PartReport.parse({ ...made, ...whole }))).toBe('3/4');
});
