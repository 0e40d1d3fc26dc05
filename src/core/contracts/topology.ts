import * as z from 'zod';
import type { LinkEnd, Topology, TopologyNode, TopologyRejection } from '../domain/topology/index.ts';
import { ok, type Result, reject } from '../kernel/index.ts';
import { type Fault, readYaml, together, type YamlValue } from './yaml-text.ts';

// CML's file format, as its servers of every version write it: unknown keys are other people's business.
// Up to 0.0.5 the version and title stood at the top level, a node's fields could be wrapped in `data`, and
// interfaces could be a list of their own.

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
/** As long as CML takes it: a lab with more would get a place and fail when it is imported. */
function textUpTo(characters: number) {
  const words = z.string().max(characters, `longer than the ${characters} characters that CML takes`);
  return words.nullish().transform((value) => value ?? '');
}
const about = { title: textUpTo(64), description: textUpTo(4096), notes: textUpTo(32_768) };
const id = z.union([z.string().min(1), z.number()]).transform(String);
const reference = id.nullish();
const coordinate = z
  .number()
  .min(-15_000, 'further out than the canvas of CML goes (-15000 to 15000)')
  .max(15_000, 'further out than the canvas of CML goes (-15000 to 15000)')
  .nullish()
  .transform((value) => value ?? 0);
/** Of one kind of thing in a lab: CML itself runs a few hundred nodes. It bounds what is done for each with each. */
const most = 5_000;

/** CML writes 0, or nothing, where it means "as the definition says". */
function figureUpTo(highest: number) {
  const figure = z.number().int().nonnegative().max(highest, `more than the ${highest} that CML takes`);
  return figure.nullish().transform((value) => value || undefined);
}
const disk = figureUpTo(4096);

function listOf<Item extends z.ZodType>(item: Item): z.ZodType<readonly z.output<Item>[]> {
  return z
    .array(item)
    .max(most)
    .nullish()
    .transform((items) => items ?? []);
}

const namedFile = z.looseObject({ name: z.string().default('Main'), content: text });
const configuration = z
  .union([
    z.string().transform((content) => (content === '' ? [] : [{ name: 'Main', content }])),
    z.array(namedFile),
    namedFile,
  ])
  .nullish()
  .transform((files) => [files ?? []].flat());

const rawInterface = z.preprocess(
  unwrapped,
  z.looseObject({
    id,
    label: z.string().nullish(),
    type: z.enum(['physical', 'loopback']).default('physical'),
    slot: z
      .number()
      .int()
      .nonnegative()
      .nullish()
      .transform((slot) => slot ?? undefined),
    node: reference,
  }),
);

const tag = z.string().max(64, 'longer than the 64 characters that CML takes of a tag');

const rawNode = z.preprocess(
  unwrapped,
  z.looseObject({
    id,
    label: z
      .union([z.string().min(1, 'is empty').max(128, 'longer than the 128 characters that CML takes'), z.number()])
      .transform(String)
      .nullish(),
    node_definition: z.string().min(1),
    image_definition: z.string().nullish(),
    x: coordinate,
    y: coordinate,
    cpus: figureUpTo(128),
    ram: figureUpTo(1_048_576),
    boot_disk_size: disk,
    data_volume: disk,
    tags: listOf(z.union([tag, z.number()]).transform(String)),
    configuration,
    interfaces: listOf(rawInterface),
  }),
);

const rawLink = z.preprocess(
  unwrapped,
  z.looseObject({
    id,
    label: text,
    n1: reference,
    n2: reference,
    i1: reference,
    i2: reference,
    node_a: reference,
    node_b: reference,
    interface_a: reference,
    interface_b: reference,
  }),
);

const version = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => /^0\.[0-3](\.\d+)?$/.test(value), 'this version of the file format is not known (0.0.x to 0.3.x)');

const TopologyFile = z.looseObject({
  lab: z.looseObject({ ...about, version: version.nullish() }).nullish(),
  version: version.nullish(),
  lab_title: about.title,
  lab_description: about.description,
  lab_notes: about.notes,
  nodes: z.array(rawNode).max(most),
  links: z.array(rawLink).max(most),
  interfaces: listOf(rawInterface),
});

type File = z.output<typeof TopologyFile>;
type RawNode = File['nodes'][number];
type RawLink = File['links'][number];
type RawInterface = z.output<typeof rawInterface>;

/** Reads a lab as CML imports and exports it. Every text gets an answer; the rejection says where it is wrong. */
export function parseTopology(yaml: string): Result<Topology, TopologyRejection> {
  const read = readYaml(yaml, TopologyFile);
  if (!read.ok) return reject({ code: 'topology.invalid', ...read.rejection });
  const refused = together(faultsOf(read.value));
  return refused === undefined
    ? ok(topologyOf(read.value.value))
    : reject({ code: 'topology.invalid', ...refused.rejection });
}

function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('data' in value)) return value;
  return typeof value.data === 'object' ? { ...value.data, ...value } : value;
}

/** What the shape cannot say: versions, ids that are taken, links that end nowhere. */
function faultsOf({ value, fault }: YamlValue<File>): readonly Fault[] {
  const topology = topologyOf(value);
  const unversioned = (value.lab?.version ?? value.version) == null;
  const ids = topology.nodes.map((node) => node.id);
  const first = new Map(ids.toReversed().map((each, index) => [each, ids.length - 1 - index]));
  const interfaces = new Map(topology.nodes.map((node) => [node.id, new Set(node.interfaces.map((port) => port.id))]));
  return [
    ...(unversioned ? [fault(['lab'], 'says no version of the file format')] : []),
    ...ids.flatMap((each, index) =>
      first.get(each) === index ? [] : [fault(['nodes', index, 'id'], `the id ${each} is taken by another node`)],
    ),
    ...topology.links.flatMap(({ a, b }, index) => {
      const end = [a, b].find(({ node, interface: port }) => interfaces.get(node)?.has(port) !== true);
      if (end === undefined) return [];
      return [fault(['links', index], `ends at interface ${end.interface} of node ${end.node}, which is not there`)];
    }),
  ];
}

function topologyOf(file: File): Topology {
  const owners = new Map(file.interfaces.map((port) => [port.id, port.node ?? '']));
  return {
    ...headOf(file),
    nodes: file.nodes.map((node) => nodeOf(node, file.interfaces)),
    links: file.links.map((link) => ({
      id: link.id,
      label: link.label,
      a: endOf(link.n1 ?? link.node_a, link.i1 ?? link.interface_a, owners),
      b: endOf(link.n2 ?? link.node_b, link.i2 ?? link.interface_b, owners),
    })),
  };
}

function headOf({ lab, ...file }: File): Pick<Topology, 'version' | 'title' | 'description' | 'notes'> {
  const top = { title: file.lab_title, description: file.lab_description, notes: file.lab_notes };
  const { title, description, notes } = lab ?? top;
  const known = lab?.version ?? file.version ?? '';
  return {
    version: known,
    title: title || top.title,
    description: description || top.description,
    notes: notes || top.notes,
  };
}

function nodeOf(node: RawNode, loose: readonly RawInterface[]): TopologyNode {
  const own = [...node.interfaces, ...loose.filter((port) => port.node === node.id)];
  return {
    id: node.id,
    label: node.label ?? node.id,
    nodeDefinition: node.node_definition,
    imageDefinition: node.image_definition ?? undefined,
    x: node.x,
    y: node.y,
    cpus: node.cpus,
    memoryMiB: node.ram,
    bootDiskGiB: node.boot_disk_size,
    dataVolumeGiB: node.data_volume,
    tags: node.tags,
    configuration: node.configuration[0]?.content ?? '',
    configurationFiles: node.configuration.map(({ name, content }) => ({ name, content })),
    interfaces: own.map((port) => ({ id: port.id, label: port.label ?? port.id, type: port.type, slot: port.slot })),
  };
}

function endOf(node: RawLink['n1'], port: RawLink['i1'], owners: ReadonlyMap<string, string>): LinkEnd {
  const name = port ?? '';
  return { node: node ?? owners.get(name) ?? '', interface: name };
}
