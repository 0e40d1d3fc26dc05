import { sha256 } from '../../kernel/index.ts';
import type { Topology, TopologyNode } from '../topology/index.ts';
import { type DiffLine, diffLines } from './diff-lines.ts';

export interface RevisionSums {
  readonly checksum: string;
  /** Without configurations. */
  readonly structure: string;
}

interface Named {
  readonly name: string;
  readonly node: TopologyNode;
}

/**
 * What makes a lab the lab that it is: its nodes by label, what each is made of and starts with, and what is linked with
 * what. Order, positions, CML's ids, titles and notes do not count; nor do tags that name a port of the host, of which
 * every session has its own.
 */
export function revisionSums(topology: Topology): RevisionSums {
  const nodes = named(topology);
  const structure = {
    nodes: nodes.map(({ name, node }) => [name, makeOf(node)]),
    links: [...linksOf(topology, nodes)].toSorted(),
  };
  const files = nodes.map(({ name, node }) => [name, filesOf(node)]);
  return {
    structure: sha256(JSON.stringify(structure)),
    checksum: sha256(JSON.stringify({ ...structure, files })),
  };
}

/** Nodes by label; those that share one are told apart by where they stand in the file. */
function named({ nodes }: Topology): readonly Named[] {
  const seen = new Map<string, number>();
  const all = nodes.map((node) => {
    const number = (seen.get(node.label) ?? 0) + 1;
    seen.set(node.label, number);
    return { name: number === 1 ? node.label : `${node.label} (${number})`, node };
  });
  return all.toSorted((a, b) => compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

type Make = Readonly<Record<string, string>>;

const portTag = /^\s*[a-z]+:\d{1,5}\s*$/i;

function figure(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function makeOf(node: TopologyNode): Make {
  return {
    'node definition': node.nodeDefinition,
    'image definition': node.imageDefinition ?? '',
    CPUs: figure(node.cpus),
    'memory in MiB': figure(node.memoryMiB),
    'boot disk in GiB': figure(node.bootDiskGiB),
    'data volume in GiB': figure(node.dataVolumeGiB),
    tags: node.tags
      .filter((tag) => !portTag.test(tag))
      .toSorted()
      .join(', '),
  };
}

function filesOf({ configurationFiles }: TopologyNode): readonly (readonly [string, string])[] {
  return configurationFiles
    .map(({ name, content }) => [name, content.trimEnd()] as const)
    .filter(([, content]) => content !== '')
    .toSorted(([a], [b]) => compare(a, b));
}

/** `R1 Ethernet0/0 - SW1 Ethernet0/1`, whichever end was drawn first. */
function linksOf({ links }: Topology, nodes: readonly Named[]): ReadonlySet<string> {
  const byId = new Map(nodes.map((each) => [each.node.id, each]));
  const end = ({ node, interface: port }: { node: string; interface: string }): string => {
    const at = byId.get(node);
    return `${at?.name ?? node} ${at?.node.interfaces.find(({ id }) => id === port)?.label ?? port}`;
  };
  return new Set(links.map(({ a, b }) => [end(a), end(b)].toSorted().join(' - ')));
}

export interface NodeDiff {
  readonly label: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[];
}

export interface ConfigurationDiff {
  readonly label: string;
  readonly file: string;
  readonly lines: readonly DiffLine[];
}

export interface TopologyDiff {
  readonly nodes: readonly NodeDiff[];
  readonly links: readonly { readonly link: string; readonly change: 'added' | 'removed' }[];
  readonly configurations: readonly ConfigurationDiff[];
}

/** What one revision has and another has not. */
export function diffTopologies(before: Topology, after: Topology): TopologyDiff {
  const [was, is] = [named(before), named(after)];
  const [wasBy, isBy] = [byName(was), byName(is)];
  const [wasLinks, isLinks] = [linksOf(before, was), linksOf(after, is)];
  const both = is.flatMap(({ name, node }) => {
    const old = wasBy.get(name);
    return old === undefined ? [] : [{ name, old, node }];
  });
  return {
    nodes: [
      ...is.filter(({ name }) => !wasBy.has(name)).map(({ name }) => whole(name, 'added')),
      ...was.filter(({ name }) => !isBy.has(name)).map(({ name }) => whole(name, 'removed')),
      ...both.flatMap(({ name, old, node }) => nodeDiff(name, makeOf(old), makeOf(node))),
    ],
    links: [
      ...[...isLinks.difference(wasLinks)].map((link) => ({ link, change: 'added' as const })),
      ...[...wasLinks.difference(isLinks)].map((link) => ({ link, change: 'removed' as const })),
    ],
    configurations: both.flatMap(({ name, old, node }) => fileDiffs(name, filesOf(old), filesOf(node))),
  };
}

function byName(nodes: readonly Named[]): ReadonlyMap<string, TopologyNode> {
  return new Map(nodes.map(({ name, node }) => [name, node]));
}

function whole(label: string, change: 'added' | 'removed'): NodeDiff {
  return { label, change, fields: [] };
}

function nodeDiff(label: string, was: Make, is: Make): readonly NodeDiff[] {
  const fields = Object.keys(is).flatMap((field) => {
    const [before = '', after = ''] = [was[field], is[field]];
    return before === after ? [] : [{ field, before, after }];
  });
  return fields.length === 0 ? [] : [{ label, change: 'changed', fields }];
}

type Files = ReturnType<typeof filesOf>;

function fileDiffs(label: string, was: Files, is: Files): readonly ConfigurationDiff[] {
  const [before, after] = [new Map(was), new Map(is)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((file) => before.get(file) !== after.get(file))
    .map((file) => ({ label, file, lines: diffLines(before.get(file) ?? '', after.get(file) ?? '') }));
}

/** As many as somebody reads in a list. */
const mostWords = 12;

export function changesInWords({ nodes, links, configurations }: TopologyDiff): readonly string[] {
  const words = [
    ...nodes.map(({ label, change, fields }) =>
      change === 'changed'
        ? `${label} has another ${fields.map(({ field }) => field).join(', ')}`
        : `${label} ${change}`,
    ),
    ...links.map(({ link, change }) => `link ${link} ${change}`),
    ...[...new Set(configurations.map(({ label }) => label))].map((label) => `configuration of ${label} changed`),
  ];
  return words.length <= mostWords
    ? words
    : [...words.slice(0, mostWords - 1), `and ${words.length - mostWords + 1} more`];
}
