import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { grade, type ScoreReport } from './grade.ts';
import type { Check, GradingRules, LinesCheck } from './rules.ts';

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300), seed: 11 };

interface Block {
  readonly header: string;
  readonly children: readonly string[];
}

/** Lines of which none takes another back, so that their order says nothing. */
const childWords = ['switchport mode trunk', 'description Uplink', 'ip ospf cost 5', 'switchport access vlan 10'];
const headers = ['interface Ethernet0/0', 'interface Ethernet0/1', 'router ospf 1', 'vlan 10'];
const globals = ['hostname SW1', 'lldp run', 'ip routing', 'vlan 20,30'];

const block: fc.Arbitrary<Block> = fc.record({
  header: fc.constantFrom(...headers),
  children: fc.uniqueArray(fc.constantFrom(...childWords)),
});
const global: fc.Arbitrary<Block> = fc.constantFrom(...globals).map((header) => ({ header, children: [] }));
const blocks = fc.uniqueArray(fc.oneof(block, global), {
  minLength: 1,
  maxLength: 8,
  selector: ({ header }) => header,
});

const wanted = { minLength: 1, maxLength: 3 } as const;
const leaf: fc.Arbitrary<LinesCheck> = fc.oneof(
  fc.record({
    context: fc.constantFrom(...headers).map((header) => [header]),
    lines: fc.uniqueArray(fc.constantFrom(...childWords.slice(0, 3)), wanted),
    absent: fc.constantFrom([], [childWords[3] ?? '']),
  }),
  fc.record({ lines: fc.uniqueArray(fc.constantFrom(...globals, 'vlan 30'), wanted) }),
  fc.record({ context: fc.constantFrom(...headers).map((header) => [header]) }),
);
const leaves = fc.array(leaf, { minLength: 1, maxLength: 3 });
const check: fc.Arbitrary<Check> = fc.oneof(
  leaf,
  leaves.map((all) => ({ all })),
  leaves.map((any) => ({ any })),
  leaves.map((of) => ({ atLeast: 1, of })),
);
const rules: fc.Arbitrary<GradingRules> = fc
  .array(fc.record({ check, partial: fc.boolean() }), { minLength: 1, maxLength: 4 })
  .map((items) => ({
    format: 'lcm-grading/1',
    title: 'test',
    cutScore: 80,
    sections: [
      {
        id: 's',
        title: 's',
        items: items.map((item, at) => ({ ...item, id: `i${at}`, title: 't', points: 10, node: 'SW1' })),
      },
    ],
  }));

function textOf(given: readonly Block[]): string {
  return given.map(({ header, children }) => [header, ...children.map((line) => ` ${line}`)].join('\n')).join('\n!\n');
}

function scored(given: GradingRules, running: string): ScoreReport {
  const nodes = [{ label: 'SW1', nodeDefinition: 'iol-l2', state: 'BOOTED', running }];
  return grade(given, { sessionId: 'ses_1', capturedAt: '2026-11-21T09:00:00Z', nodes }, instant(0));
}

/** A header goes with what stands below it. */
function withoutLine(text: string, line: number): string {
  const lines = text.split('\n');
  const isHeader = !lines[line - 1]?.startsWith(' ');
  const below = lines.slice(line).findIndex((each) => !each.startsWith(' '));
  const children = below === -1 ? lines.length : below;
  return lines.toSpliced(line - 1, isHeader ? 1 + children : 1).join('\n');
}

const points = (report: ScoreReport): readonly number[] =>
  report.sections.flatMap(({ items }) => items.map((item) => item.points));

const unrelated = fc.uniqueArray(
  fc.constantFrom('snmp-server location here', 'ntp logging', 'interface Loopback9\n description test', '! a remark'),
);

test('the order of blocks, and lines that no rule is about, change nothing', () => {
  const shuffled = blocks.chain((given) =>
    fc.tuple(fc.constant(given), fc.shuffledSubarray([...given], { minLength: given.length })),
  );
  fc.assert(
    fc.property(rules, shuffled, unrelated, (given, [before, after], more) => {
      const turned = after.map(({ header, children }) => ({ header, children: children.toReversed() }));
      const longer = [textOf(turned.slice(0, 1)), ...more, textOf(turned.slice(1))].join('\n');
      expect(points(scored(given, longer))).toEqual(points(scored(given, textOf(before))));
    }),
    runs,
  );
});

test('a line that was found and is taken away never raises a score', () => {
  fc.assert(
    fc.property(rules, blocks, (given, before) => {
      const text = textOf(before);
      const whole = scored(given, text);
      const found = whole.sections.flatMap(({ items }) => items.flatMap(({ matched }) => matched));
      for (const { line } of found) {
        const without = withoutLine(text, line);
        expect(scored(given, without).points).toBeLessThanOrEqual(whole.points);
      }
    }),
    runs,
  );
});
