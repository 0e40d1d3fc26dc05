import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import type { Evidence, NodeEvidence } from './evidence.ts';
import { grade, type ItemScore, type ScoreReport } from './grade.ts';
import type { Check, GradingRules, LinesCheck, RuleItem } from './rules.ts';

const running = [
  'Building configuration...',
  '!',
  'hostname SW1',
  'banner login ^C',
  'hostname not-really',
  '^C',
  'vlan 10,20',
  '!',
  'interface GigabitEthernet0/1',
  ' description shutdown',
  ' switchport mode trunk',
  ' switchport trunk allowed vlan 10,20',
  ' switchport trunk allowed vlan add 30-32',
  '!',
  'interface GigabitEthernet0/2',
  ' shutdown',
  '!',
  'interface GigabitEthernet0/3',
  ' shutdown',
  ' no shutdown',
  'ip access-list standard NAT',
  ' permit 10.0.0.0',
  ' deny any',
  'end',
].join('\n');

const at = instant(Date.UTC(2026, 10, 21));

function evidence(given: Partial<NodeEvidence> = {}): Evidence {
  const node = { label: 'SW1', nodeDefinition: 'iosvl2', state: 'BOOTED', running, ...given };
  return { sessionId: 'ses_1', capturedAt: '2026-11-21T09:00:00Z', nodes: [node] };
}

function rules(check: Check, item: Partial<RuleItem> = {}): GradingRules {
  const items = [{ id: 'i', title: 'item', points: 10, node: 'SW1', check, ...item }];
  return { format: 'lcm-grading/1', title: 'test', cutScore: 80, sections: [{ id: 's', title: 'section', items }] };
}

function only(report: ScoreReport): ItemScore {
  const [item] = report.sections.flatMap(({ items }) => items);
  if (item === undefined) throw new Error('no item');
  return item;
}

function status(check: Check): string {
  return only(grade(rules(check), evidence(), at)).status;
}

const gi1 = 'int gi0/1';
const passing: readonly (readonly [string, Check])[] = [
  ['a line at the top level', { lines: ['hostname SW1'] }],
  ['a line in its context, both shortened', { context: [gi1], lines: ['sw mode trunk'] }],
  ['a VLAN within a longer list', { lines: ['vlan 20'] }],
  ['an allowed list that IOS broke in two', { context: [gi1], lines: ['switchport trunk allowed vlan 10,20,30-32'] }],
  ['a context alone', { context: ['interface GigabitEthernet0/2'] }],
  ['an expression', { lines: [{ regex: '^HOSTNAME sw\\d$' }] }],
  ['a context by expression', { context: [{ regex: '^interface' }], lines: ['switchport mode trunk'] }],
  ['a line that is not there', { context: [gi1], absent: ['shutdown'] }],
  ['a line that a later one takes back', { context: ['interface GigabitEthernet0/3'], absent: ['shutdown'] }],
  [
    'lines in sequence',
    { context: ['ip access-list standard NAT'], lines: ['permit 10.0.0.0', 'deny any'], order: 'given' },
  ],
  ['one of several', { any: [{ lines: ['hostname R1'] }, { lines: ['hostname SW1'] }] }],
  ['two of three', { atLeast: 2, of: [{ lines: ['hostname SW1'] }, { lines: ['vlan 10'] }, { lines: ['vlan 99'] }] }],
];

test.each(passing)('%s is found', (_, check) => {
  expect(status(check)).toBe('passed');
});

const failing: readonly (readonly [string, Check])[] = [
  ['a word of a banner', { lines: ['hostname not-really'] }],
  ['a line of another context', { context: ['interface GigabitEthernet0/2'], lines: ['switchport mode trunk'] }],
  ['an unwanted line', { context: ['interface GigabitEthernet0/2'], absent: ['shutdown'] }],
  ['a context that does not exist', { context: ['interface GigabitEthernet9/9'], absent: ['shutdown'] }],
  ['a shorter VLAN list', { context: [gi1], lines: ['switchport trunk allowed vlan 10,20'] }],
  [
    'lines out of sequence',
    { context: ['ip access-list standard NAT'], lines: ['deny any', 'permit 10.0.0.0'], order: 'given' },
  ],
  ['one of two that are both needed', { all: [{ lines: ['hostname SW1'] }, { lines: ['vlan 99'] }] }],
  ['an expression that is none', { lines: [{ regex: '(' }] }],
];

test.each(failing)('%s is not enough', (_, check) => {
  expect(status(check)).toBe('failed');
});

test('the explanation names lines by their number in the configuration', () => {
  const check: Check = { context: [gi1], lines: ['switchport mode trunk', 'switchport nonegotiate'] };
  const report = grade(rules(check, { partial: true }), evidence(), at);
  expect(only(report)).toMatchObject({
    status: 'partial',
    points: 5,
    matched: [{ text: 'switchport mode trunk', line: 11 }],
    missing: ['int gi0/1 / switchport nonegotiate'],
  });
  expect(report).toMatchObject({ percent: 50, result: 'fail', gradedAt: '2026-11-21T00:00:00.000Z' });
});

const gaps: readonly (readonly [string, Evidence])[] = [
  ['a node that is not in the evidence', evidence({ label: 'SW2' })],
  ['an empty configuration', evidence({ running: ' \n' })],
  ['a node that was down', evidence({ state: 'STOPPED' })],
  ['two nodes of one name', { ...evidence(), nodes: [...evidence().nodes, ...evidence().nodes] }],
];

test.each(gaps)('%s is not gradable', (_, missing) => {
  const report = grade(rules({ absent: ['hostname R1'] }), missing, at);
  expect(only(report)).toMatchObject({ status: 'not-gradable', points: 0 });
  expect(report).toMatchObject({ result: 'fail', notGradable: 1 });
});

test('a startup configuration that was not collected is not gradable, one that was is read', () => {
  const check: LinesCheck = { source: 'startup', lines: ['hostname SW1'] };
  expect(only(grade(rules(check), evidence(), at)).explanation).toContain('startup configuration of SW1');
  expect(only(grade(rules(check), evidence({ startup: running }), at)).status).toBe('passed');
});

test('a console log is read line by line', () => {
  const check: LinesCheck = { source: 'console', lines: [{ regex: 'success rate is 100 percent' }] };
  const consoleLog = 'SW1#ping 10.0.0.1\n!!!!!\nSuccess rate is 100 percent (5/5)\n';
  expect(only(grade(rules(check), evidence({ consoleLog }), at))).toMatchObject({
    status: 'passed',
    matched: [{ line: 3 }],
  });
});

test('what must not be there earns nothing without something that must', () => {
  const check: Check = { lines: ['hostname R9'], absent: ['vlan 99', 'vlan 98'] };
  expect(only(grade(rules(check, { partial: true }), evidence(), at)).points).toBe(0);
});

test('the hash does not depend on the order of keys and changes with every change', () => {
  const one = rules({ lines: ['a'], context: ['b'] });
  const same = rules({ context: ['b'], lines: ['a'] });
  const other = rules({ context: ['b'], lines: ['c'] });
  const hash = (given: GradingRules): string => grade(given, evidence(), at).rulesHash;
  expect(hash(one)).toBe(hash(same));
  expect(hash(one)).not.toBe(hash(other));
});

const words = fc.constantFrom('a', 'b', 'c', 'd', 'vlan 1', 'vlan 2', 'vlan 1,2');
const leaf: fc.Arbitrary<Check> = fc.record({
  lines: fc.array(words, { minLength: 1, maxLength: 4 }),
  order: fc.constantFrom('any', 'given'),
});
const leaves = fc.array(leaf, { minLength: 1, maxLength: 3 });
const anyCheck: fc.Arbitrary<Check> = fc.oneof(
  leaf,
  leaves.map((all) => ({ all })),
  fc.tuple(leaves, leaf).map(([any, more]) => ({ all: [{ any }, more] })),
  leaves.map((of) => ({ atLeast: of.length, of })),
);

const places = fc.record({ more: words, where: fc.nat() });

test('one line more that a rule could want never lowers the score', () => {
  fc.assert(
    fc.property(
      fc.record({ check: anyCheck, lines: fc.array(words, { minLength: 1, maxLength: 6 }), place: places }),
      ({ check, lines, place }) => {
        const scored = rules(check, { partial: true });
        const score = (given: readonly string[]): number =>
          grade(scored, evidence({ running: given.join('\n') }), at).points;
        const longer = lines.toSpliced(place.where % (lines.length + 1), 0, place.more);
        expect(score(longer)).toBeGreaterThanOrEqual(score(lines));
      },
    ),
    { numRuns: 300 },
  );
});

test('any text is graded, none breaks the grader', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string(), (text, line) => {
      const report = grade(
        rules({ context: [line], lines: [line], absent: [{ regex: line }] }),
        evidence({ running: text }),
        at,
      );
      expect(report.points).toBeLessThanOrEqual(report.maxPoints);
    }),
  );
});
