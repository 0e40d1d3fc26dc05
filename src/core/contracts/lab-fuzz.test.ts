import { globSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContentPackage } from './content-package.ts';
import { DefinitionContent } from './definition.ts';
import { parseGradingRules } from './grading.ts';
import { LabCheck, LabUpload, readLab, uploadedContent } from './lab-upload.ts';
import { parseNodeDefinition } from './node-definition.ts';
import { parseTopology } from './topology.ts';
import { yamlLimits } from './yaml-text.ts';

const root = new URL('../../../content/', import.meta.url).pathname;
const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 150), seed: 7 };

/** The smaller ones: what is wrong with a text is not found sooner in a long one. */
function textsOf(pattern: string): readonly string[] {
  const texts = globSync(pattern, { cwd: root }).map((file) => readFileSync(root + file, 'utf8'));
  return texts.toSorted((a, b) => a.length - b.length).slice(0, 5);
}

type Change = (text: string) => string;

const at = fc.double({ min: 0, max: 1, noNaN: true });
const hostile = fc.constantFrom(
  '\t',
  '\r\n',
  '\uFEFF',
  '\u0000',
  '\uD800',
  '\u2028',
  '&a ',
  '*a',
  '<<: *a',
  '!!js/function ',
  '!!binary ',
  '{',
  '[',
  '"',
  "'",
  '|\n',
  '---\n',
  '...\n',
  '%YAML 9.9\n',
  '? ',
  '- - - - ',
  '__proto__: {polluted: true}\n',
  'constructor: {prototype: {polluted: true}}\n',
  '9'.repeat(400),
  '1e999',
  '.nan',
  '-.inf',
  '0x7fffffffffffffff',
  '2026-11-21',
  '~',
);

function withLines(text: string, change: (lines: string[]) => readonly string[]): string {
  return change(text.split('\n')).join('\n');
}

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, hostile).map(([where, put]) => (text: string) => {
    const index = Math.floor(where * text.length);
    return text.slice(0, index) + put + text.slice(index);
  }),
  fc.tuple(at, fc.string({ unit: 'binary', maxLength: 3 })).map(([where, put]) => (text: string) => {
    const index = Math.floor(where * text.length);
    return text.slice(0, index) + put + text.slice(index + put.length);
  }),
  at.map((where) => (text: string) => withLines(text, (lines) => lines.toSpliced(Math.floor(where * lines.length), 1))),
  at.map(
    (where) => (text: string) =>
      withLines(text, (lines) => {
        const index = Math.floor(where * lines.length);
        return lines.toSpliced(index, 0, ...lines.slice(index, index + 3));
      }),
  ),
  fc.tuple(at, hostile).map(
    ([where, value]) =>
      (text: string) =>
        withLines(text, (lines) => {
          const index = Math.floor(where * lines.length);
          return lines.with(index, (lines[index] ?? '').replace(/: .*/, `: ${value}`));
        }),
  ),
  at.map((where) => (text: string) => text.slice(0, Math.floor(where * text.length))),
  fc.constantFrom<Change>(
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => `\uFEFF${text}`,
    (text) => text.replaceAll('  ', '\t'),
    (text) => text.normalize('NFD').toUpperCase(),
  ),
);
const changes = fc.array(change, { minLength: 1, maxLength: 4 });

function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), changes)
    .map(([text, made]) => made.reduce((before, each) => (before === '' ? before : each(before)), text));
}

interface Place {
  readonly path: string;
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Words, and a place that is in the text. */
function expectPlaced(fault: Place, text: string): void {
  expect(fault.message).not.toBe('');
  if (fault.line === undefined) return;
  expect(fault.line).toBeGreaterThan(0);
  expect(fault.line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
  expect(fault.column).toBeGreaterThan(0);
}

function expectUnpolluted(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}

describe('whatever was done to it,', () => {
  test('a lab gets an answer with a place, and what is taken can be published', () => {
    fc.assert(
      fc.property(mutated(textsOf('*/cml.yaml')), (yaml) => {
        const lab = readLab(LabUpload.parse({ yaml, slug: 'fuzz', title: 'Fuzz' }));
        if (lab.ok) {
          const content = uploadedContent(lab.value, '1.0.0', { topologyKey: 'k' });
          expect(DefinitionContent.parse(content)).toMatchObject({ slug: 'fuzz' });
        } else {
          for (const fault of lab.rejection.faults) expectPlaced(fault, yaml);
          expect(LabCheck.shape.faults.parse(lab.rejection.faults).length).toBeGreaterThan(0);
        }
        expectUnpolluted();
      }),
      runs,
    );
  });

  test('grading rules get an answer with a place', () => {
    fc.assert(
      fc.property(mutated(textsOf('*/grading.yaml')), (yaml) => {
        const rules = parseGradingRules(yaml);
        if (!rules.ok) expectPlaced(rules.rejection, yaml);
        expectUnpolluted();
      }),
      runs,
    );
  });

  test('a node definition gets an answer with a place', () => {
    fc.assert(
      fc.property(mutated(textsOf('node-definitions/*.yaml')), (yaml) => {
        const definition = parseNodeDefinition(yaml);
        if (!definition.ok) expectPlaced(definition.rejection, yaml);
      }),
      runs,
    );
  });

  test('a content package is taken whole or refused at one of its files', () => {
    const [manifest = ''] = textsOf('trunk-two-switches/package.yaml');
    const [lab = ''] = textsOf('trunk-two-switches/cml.yaml');
    const [rules = ''] = textsOf('trunk-two-switches/grading.yaml');
    const name = fc.oneof(
      fc.constantFrom('package.yaml', 'cml.yaml', 'grading.yaml', 'solution.yaml', 'tasks.md'),
      fc.constantFrom('../../etc/passwd', '__proto__', 'constructor', 'a/b', '.', '', 'cml.yaml\u0000', 'CML.YAML'),
    );
    const file = fc.tuple(name, fc.oneof(mutated([manifest, lab, rules]), fc.constantFrom(manifest, lab, rules, '')));
    const whole = new Map([
      ['package.yaml', manifest],
      ['cml.yaml', lab],
      ['grading.yaml', rules],
    ]);
    fc.assert(
      fc.property(fc.array(file, { maxLength: 4 }), fc.boolean(), (files, isWhole) => {
        const given = new Map([...(isWhole ? whole : []), ...files]);
        const read = readContentPackage(given);
        if (read.ok) expect(read.value.cmlYaml).toBe(given.get('cml.yaml'));
        else {
          expect(['package.yaml', 'cml.yaml', 'grading.yaml', 'solution.yaml']).toContain(read.rejection.file);
          expectPlaced(read.rejection, given.get(read.rejection.file) ?? '');
        }
        expectUnpolluted();
      }),
      runs,
    );
  });
});

const head = 'lab: { title: T, version: 0.3.0 }\n';

describe('what would cost too much is refused where it begins', () => {
  const bombs: readonly (readonly [string, string, object])[] = [
    ['brackets', '['.repeat(50_000), { line: 1, message: `nested deeper than ${yamlLimits.depth}` }],
    ['lists in lists', '- '.repeat(50_000), { line: 1, message: `nested deeper than ${yamlLimits.depth}` }],
    [
      'indentation',
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      { message: `nested deeper than ${yamlLimits.depth}` },
    ],
    [
      'aliases one by one',
      `${head}x: &x 1\ny:\n${'  - *x\n'.repeat(101)}`,
      { line: 104, message: `more than ${yamlLimits.aliases} aliases` },
    ],
    [
      'aliases of aliases',
      Array.from({ length: 9 }, (_, index) => `a${index}: &a${index} [${`*a${index - 1}, `.repeat(9)}]`)
        .join('\n')
        .replace('*a-1, '.repeat(9), '1, '.repeat(9)),
      { message: expect.stringMatching(/alias/i) },
    ],
    ['an alias of itself', `${head}nodes: &n [*n]\nlinks: []`, { message: expect.any(String) }],
    [
      'nodes without end',
      `${head}nodes:\n${'  - {id: a, node_definition: b}\n'.repeat(60_000)}links: []`,
      { path: 'nodes', line: 3 },
    ],
    [
      'interfaces without end',
      `${head}nodes: []\nlinks: []\ninterfaces:\n${'  - {id: a, node: b}\n'.repeat(5_001)}`,
      { path: 'interfaces', line: 5 },
    ],
    ['a text without end', 'x'.repeat(yamlLimits.characters + 1), { message: expect.stringContaining('longer than') }],
    [
      'a node larger than any machine',
      `${head}nodes:\n  - { id: a, node_definition: b, ram: 9007199254740991 }\nlinks: []`,
      { path: 'nodes.0.ram', line: 3, column: 39 },
    ],
  ];

  test.each(bombs)('%s', (_, yaml, rejection) => {
    expect(parseTopology(yaml)).toMatchObject({ ok: false, rejection });
  });

  test('and no more faults are told than anybody mends at once', () => {
    const read = parseTopology(`${head}nodes:\n${'  - {id: a}\n'.repeat(500)}links: []`);
    expect(read.ok ? [] : read.rejection.others).toHaveLength(yamlLimits.faults - 1);
  });
});

test('keys that would change other objects are data like any other', () => {
  const keys = '__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n';
  const node = '  - {id: n0, node_definition: iosv, data: {__proto__: {polluted: 1}}, interfaces: []}\n';
  expect(parseTopology(`${keys}${head}nodes:\n${node}links: []`)).toMatchObject({ ok: true });
  expectUnpolluted();
});
