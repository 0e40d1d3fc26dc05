import { globSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  checkRules,
  type Evidence,
  type GradingRules,
  grade,
  linesChecks,
  proveRules,
  type ScoreReport,
  suggestRules,
} from '../domain/grading/index.ts';
import type { Topology } from '../domain/topology/index.ts';
import { instant } from '../kernel/index.ts';
import { type ContentPackage, definitionContentOf, readContentPackage } from './content-package.ts';
import { DefinitionContent } from './definition.ts';
import { EvidenceFile, GradingRulesFile, ScoreReportFile } from './grading.ts';

const root = new URL('../../../content/', import.meta.url).pathname;

function filesOf(slug: string): Map<string, string> {
  return new Map(readdirSync(root + slug).map((name) => [name, readFileSync(`${root}${slug}/${name}`, 'utf8')]));
}

function packageOf(slug: string): ContentPackage {
  const read = readContentPackage(filesOf(slug));
  if (!read.ok) throw new Error(`${slug}: ${JSON.stringify(read.rejection)}`);
  return read.value;
}

const packages = globSync('*/package.yaml', { cwd: root })
  .map((file) => file.replace('/package.yaml', ''))
  .toSorted()
  .map((slug) => [slug, packageOf(slug)] as const);

interface Graded extends ContentPackage {
  readonly rules: GradingRules;
  readonly solution: Topology;
}

function isGraded(content: ContentPackage): content is Graded {
  return content.rules !== undefined && content.solution !== undefined;
}

// Its published solution is the lab itself.
const unsolved: readonly string[] = ['trunk-native-vlan'];
const pairs = packages.flatMap(([slug, content]) =>
  isGraded(content) && !unsolved.includes(slug) ? [[slug, content] as const] : [],
);

const gradedAt = instant(0);

function evidenceOf(topology: Topology, running: (label: string, configuration: string) => string): Evidence {
  const nodes = topology.nodes.map(({ label, nodeDefinition, configuration }) => ({
    label,
    nodeDefinition,
    state: 'BOOTED',
    running: running(label, configuration),
  }));
  return { sessionId: 'ses_1', capturedAt: '2026-11-21T09:00:00Z', nodes };
}

const asIs = (_: string, configuration: string): string => configuration;
/** What a device shows that was started without a configuration. */
const started = (label: string, configuration: string): string =>
  configuration || `hostname ${label}\nip cef\nline con 0\nend`;

function solve({ rules, solution }: Graded): ScoreReport {
  return grade(rules, evidenceOf(solution, asIs), gradedAt);
}

test('every lab is a package, and nine pairs can be graded', () => {
  expect(packages.length).toBe(16);
  expect(pairs.length).toBe(9);
});

test.each(packages)('%s is called as its folder and says its points as its rules do', (slug, content) => {
  expect(content.manifest.slug).toBe(slug);
  expect(content.tasks).not.toBe('');
  const promised = [...content.tasks.matchAll(/\((\d+) points/g)].reduce((sum, [, points]) => sum + Number(points), 0);
  const items = content.rules?.sections.flatMap((section) => section.items) ?? [];
  expect(promised).toBe(items.reduce((sum, { points }) => sum + points, 0));
});

test.each(packages)('%s is fit to be published as a definition', (_, content) => {
  const keys = { topologyKey: 't', rulesKey: 'r', tasksKey: 'k' };
  expect(DefinitionContent.safeParse(definitionContentOf(content, keys)).error).toBeUndefined();
});

test.each(pairs)('%s: the untouched lab scores low', (_, { rules, topology }) => {
  for (const running of [asIs, started]) {
    expect(grade(rules, evidenceOf(topology, running), gradedAt)).toMatchObject({ result: 'fail' });
    expect(grade(rules, evidenceOf(topology, running), gradedAt).percent).toBeLessThan(35);
  }
});

test.each(pairs)('%s: the solution scores all points', (_, content) => {
  expect(solve(content)).toMatchObject({ percent: 100, result: 'pass', notGradable: 0 });
});

test.each(pairs)('%s: evidence and report survive being stored', (_, content) => {
  const evidence = evidenceOf(content.solution, asIs);
  expect(EvidenceFile.parse(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence);
  expect(ScoreReportFile.parse(JSON.parse(JSON.stringify(solve(content))))).toEqual(solve(content));
});

/** The solution without the lines that every second item looks for. */
function halfSolved(content: Graded): Evidence {
  const removed = solve(content)
    .sections.flatMap(({ items }) => items)
    .filter((_, index) => index % 2 === 0)
    .flatMap(({ node, matched }) => matched.map(({ line }) => `${node}:${line}`));
  return evidenceOf(content.solution, (label, text) =>
    text
      .split('\n')
      .map((line, at) => (removed.includes(`${label}:${at + 1}`) ? '!' : line))
      .join('\n'),
  );
}

test.each(pairs)('%s: half of the solution scores between nothing and all', (_, content) => {
  const { percent } = grade(content.rules, halfSolved(content), gradedAt);
  expect(percent).toBeGreaterThan(0);
  expect(percent).toBeLessThan(100);
});

test.each(pairs)('%s: nobody passes while the evidence of a graded node is missing', (_, content) => {
  const { rules, solution } = content;
  const evidence = evidenceOf(solution, asIs);
  for (const missing of new Set(rules.sections.flatMap(({ items }) => items.map(({ node }) => node)))) {
    const nodes = evidence.nodes.filter(({ label }) => label !== missing);
    expect(grade(rules, { ...evidence, nodes }, gradedAt).result).toBe('fail');
  }
});

test.each(pairs)('%s: each rule fails on the untouched lab, or says that it has to stay so', (_, content) => {
  const proof = proveRules(content.rules, content.topology, content.solution);
  expect(proof).toMatchObject({ met: [], solutionPercent: 100, notGradable: 0 });
  expect(proof.startPercent).toBeLessThan(content.rules.cutScore);
});

test.each(pairs)('%s: any line of the solution that a rule found, taken away, costs points', (_, content) => {
  const { rules, solution } = content;
  const found = solve(content).sections.flatMap(({ items }) =>
    items.flatMap(({ id, node, matched }) => matched.map(({ line }) => ({ id, node, line }))),
  );
  const choices = rules.sections.flatMap(({ items }) => items.filter(({ check }) => 'any' in check));
  const free = found.filter(({ node, line }) => {
    const without = evidenceOf(solution, (label, text) =>
      label === node
        ? text
            .split('\n')
            .toSpliced(line - 1, 1, '!')
            .join('\n')
        : text,
    );
    return grade(rules, without, gradedAt).percent === 100;
  });
  // A solution may go both of two ways that a rule leaves open.
  const open = new Set(choices.map(({ id }) => id));
  expect(free.filter(({ id }) => !open.has(id))).toEqual([]);
});

test.each(pairs)('%s: each wanted line that is added to the lab keeps or raises the score', (_, {
  rules,
  topology,
}) => {
  let evidence = evidenceOf(topology, started);
  let points = grade(rules, evidence, gradedAt).points;
  for (const { node, check } of rules.sections.flatMap(({ items }) => items)) {
    for (const { context = [], lines = [] } of linesChecks(check)) {
      for (const line of lines) {
        const added = [...context, line]
          .map((text, depth) => ' '.repeat(depth) + (typeof text === 'string' ? text : 'of no use'))
          .join('\n');
        const nodes = evidence.nodes.map((each) =>
          each.label === node ? { ...each, running: `${each.running}\n${added}` } : each,
        );
        evidence = { ...evidence, nodes };
        const now = grade(rules, evidence, gradedAt).points;
        expect(now).toBeGreaterThanOrEqual(points);
        points = now;
      }
    }
  }
});

test.each(pairs)('%s: rules suggested from the difference are sound and give the solution all points', (_, {
  topology,
  solution,
}) => {
  const rules = suggestRules(topology, solution);
  expect(checkRules(rules, topology)).toEqual([]);
  expect(GradingRulesFile.safeParse(rules).error).toBeUndefined();
  expect(grade(rules, evidenceOf(solution, asIs), gradedAt)).toMatchObject({ percent: 100, result: 'pass' });
  for (const running of [asIs, started]) {
    expect(grade(rules, evidenceOf(topology, running), gradedAt)).toMatchObject({ points: 0, result: 'fail' });
  }
});

test('no difference suggests no rules', () => {
  expect(
    suggestRules(packageOf('trunk-native-vlan').topology, packageOf('trunk-native-vlan').topology).sections,
  ).toEqual([]);
});

test('a lab whose published solution solves nothing is passed by what its task asks for', () => {
  const { rules, topology } = packageOf('trunk-native-vlan');
  const trunk = ' switchport trunk encapsulation dot1q\n switchport trunk native vlan 30\n switchport mode trunk';
  const ports = (text: string): string =>
    text.replaceAll(/^(interface (Ethernet0\/[02]|GigabitEthernet0\/[01]))$/gm, `$1\n${trunk}`);
  const report =
    rules &&
    grade(
      rules,
      evidenceOf(topology, (_, text) => ports(text)),
      gradedAt,
    );
  expect(report).toMatchObject({ percent: 100, result: 'pass' });
});

const change = (file: string, edit: (text: string) => string | undefined) => {
  const files = filesOf('discovery-cdp-off');
  const edited = edit(files.get(file) ?? '');
  if (edited === undefined) files.delete(file);
  else files.set(file, edited);
  return readContentPackage(files);
};

test('a package names the file that is missing', () => {
  expect(change('cml.yaml', () => undefined)).toMatchObject({
    ok: false,
    rejection: { code: 'content.missing-file', file: 'cml.yaml' },
  });
});

test('a fault is named with its file and place', () => {
  expect(change('package.yaml', (text) => text.replace('LAB 2.3b', ''))).toMatchObject({
    ok: false,
    rejection: { code: 'content.invalid', file: 'package.yaml', path: 'formQualifiedName', line: 5 },
  });
  expect(change('grading.yaml', (text) => text.replaceAll("'iol-0'", 'nobody'))).toMatchObject({
    ok: false,
    rejection: { file: 'grading.yaml', path: 'sections.0.items.0.node', line: 10, problems: [{}, {}] },
  });
});

test('a slip inside a check is named where it is, not where the check begins', () => {
  expect(change('grading.yaml', (text) => text.replace("['no cdp enable']", "[{ regexp: 'no cdp' }]"))).toMatchObject({
    ok: false,
    rejection: { file: 'grading.yaml', path: 'sections.0.items.0.check.all.0.lines.0.regex', line: 15 },
  });
});

test('a package says which versions of CML its lab runs on, in numbers and in their order', () => {
  const saying = (words: string) => change('package.yaml', (text) => `${text}cmlVersions: ${words}\n`);
  const read = saying('{ from: "2.9", below: "2.10" }');
  expect(read.ok && read.value.manifest.cmlVersions).toEqual({ from: '2.9', below: '2.10' });
  for (const words of ['{ from: newest }', '{}', '{ from: "2.10", below: "2.9" }', '{ after: "2.9" }']) {
    expect(saying(words), `of ${words}`).toMatchObject({ rejection: { file: 'package.yaml' } });
  }
});

test('a package without rules is fine, and its hash tells it from the one with them', () => {
  const without = change('grading.yaml', () => undefined);
  expect(without).toMatchObject({ ok: true, value: { rules: undefined } });
  expect(without.ok && without.value.packageHash).not.toBe(packageOf('discovery-cdp-off').packageHash);
});
