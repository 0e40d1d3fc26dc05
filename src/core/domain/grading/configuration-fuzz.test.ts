import { globSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConfiguration, parseFlat } from './ios-configuration.ts';
import { normalised, vlanSet } from './ios-line.ts';

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 200), seed: 5 };

const root = new URL('../../../../content/', import.meta.url).pathname;
/** Labs hold whole configurations; indented as they stand there they are configurations too. */
const [real = ''] = globSync('trunk-two-switches/solution.yaml', { cwd: root }).map((file) =>
  readFileSync(root + file, 'utf8'),
);
const lines = real.split('\n');

const line = fc.oneof(
  fc.constantFrom(...lines),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    'banner motd ^C',
    '^C',
    'end',
    '!',
    '   no no no',
    'switchport trunk allowed vlan add 1-4094',
    '\t',
    '\0',
  ),
  fc.constantFrom('__proto__', 'constructor', 'no', 'interface', 'interface __proto__ 1', 'spanning-tree constructor'),
);
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([all, end]) => all.join(end));

function numbersOf(nodes: ReturnType<typeof parseConfiguration>): readonly number[] {
  return nodes.flatMap((node) => [node.line, ...numbersOf(node.children)]);
}

test('whatever a device prints is a tree of its lines, each once and in order', () => {
  fc.assert(
    fc.property(text, (printed) => {
      const numbers = numbersOf(parseConfiguration(printed));
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
      const count = printed.split(/\r\n|\r|\n/).length;
      for (const number of [...numbers, ...parseFlat(printed).map((each) => each.line)]) {
        expect(number).toBeGreaterThan(0);
        expect(number).toBeLessThanOrEqual(count);
      }
    }),
    runs,
  );
});

test('a line normalised twice is the same as once', () => {
  fc.assert(
    fc.property(line, (written) => {
      expect(normalised(normalised(written))).toBe(normalised(written));
    }),
    runs,
  );
});

test('a list of VLANs that would be counted for minutes is none', () => {
  expect(vlanSet(`1${',1-4094'.repeat(100_000)}`)).toBeUndefined();
  expect(vlanSet('1,3-5')).toEqual(new Set([1, 3, 4, 5]));
});

test('indentation without end is a line below a line and no more', () => {
  const deep = Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a`).join('\n');
  expect(parseConfiguration(deep)).toHaveLength(1);
});
