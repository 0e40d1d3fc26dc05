import { parse } from 'yaml';
import { z } from 'zod';
import { Refusal } from './cml.ts';

/** Reads what people import: YAML or JSON, every version of the format up to 2.10's, into the shape of 0.3. */

const schemaVersions = [
  '0.0.1',
  '0.0.2',
  '0.0.3',
  '0.0.4',
  '0.0.5',
  '0.1.0',
  '0.2.0',
  '0.2.1',
  '0.2.2',
  '0.3.0',
  '0.3.1',
];

const id = z.union([z.string().min(1).max(64), z.number().transform(String)]);
const coordinate = z.number().min(-15_000).max(15_000);
const file = z.looseObject({ name: z.string().min(1).max(64), content: z.string().nullish() });

export const nodeProperties = z.looseObject({
  label: z.string().min(1).max(128),
  x: coordinate,
  y: coordinate,
  node_definition: z.string().min(1).max(250),
  image_definition: z.string().nullish(),
  configuration: z.union([z.string(), z.null(), file, z.array(file)]).optional(),
  tags: z.array(z.string().max(64)).optional(),
});

const interfaceSchema = z.looseObject({
  id,
  label: z.string().min(1).max(128).optional(),
  slot: z.number().int().min(0).max(128).nullish(),
  type: z.enum(['physical', 'loopback']).optional(),
  mac_address: z.string().nullish(),
});

const nodeSchema = nodeProperties.extend({ id, interfaces: z.array(interfaceSchema).optional() });
const linkSchema = z.looseObject({ id, n1: id, n2: id, i1: id, i2: id, label: z.string().optional() });

const topologySchema = z.looseObject({
  lab: z.looseObject({
    version: z.string().refine((version) => schemaVersions.includes(version), 'unknown topology version'),
    title: z.string().min(1).max(64).optional(),
    description: z.string().max(4096).nullish(),
    notes: z.string().max(32_768).nullish(),
  }),
  nodes: z.array(nodeSchema),
  links: z.array(linkSchema),
  annotations: z.array(z.record(z.string(), z.unknown())).optional(),
  smart_annotations: z.array(z.record(z.string(), z.unknown())).optional(),
});

export type TopologyFile = z.infer<typeof topologySchema>;
export type NodeFile = TopologyFile['nodes'][number];
export type InterfaceFile = z.infer<typeof interfaceSchema>;

/** @throws Refusal as CML words a topology that breaks its schema */
export function readTopology(text: string): TopologyFile {
  const parsed = topologySchema.safeParse(modernize(parseText(text)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(400, `Topology is not valid: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parseText(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Refusal(400, `Topology is neither YAML nor JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

const record = z.record(z.string(), z.unknown());
const records = z.array(record);

/** Up to 0.0.5 JSON topologies kept interfaces in a list of their own, node properties in `data`, the version at the top. */
function modernize(document: unknown): unknown {
  const parsed = record.safeParse(document);
  if (!parsed.success) return document;
  const {
    interfaces,
    version,
    lab_title: title,
    lab_description: description,
    lab_notes: notes,
    ...rest
  } = parsed.data;
  const loose = records.safeParse(interfaces);
  if (!loose.success && version === undefined) return document;
  const nodes = records.safeParse(rest['nodes']);
  const lab = record.safeParse(rest['lab']);
  return {
    ...rest,
    lab: { title, description, notes, ...(version !== undefined && { version }), ...(lab.success && lab.data) },
    nodes: nodes.success ? nodes.data.map((node) => modernNode(node, loose.success ? loose.data : [])) : rest['nodes'],
    links: records
      .catch([])
      .parse(rest['links'])
      .map((link) => modernLink(link, loose.success ? loose.data : [])),
  };
}

function modernNode(node: Record<string, unknown>, loose: Record<string, unknown>[]): unknown {
  const { data, ...rest } = node;
  const inner = record.safeParse(data);
  const own = loose
    .filter((one) => one['node'] === node['id'])
    .map(({ node: _, data: more, ...one }) => ({ ...one, ...spread(more) }));
  return { ...rest, ...(inner.success && inner.data), ...(own.length > 0 && { interfaces: own }) };
}

function modernLink(link: Record<string, unknown>, loose: Record<string, unknown>[]): unknown {
  const { interface_a: a, interface_b: b, ...rest } = link;
  if (a === undefined) return link;
  const nodeOf = (interfaceId: unknown): unknown => loose.find((one) => one['id'] === interfaceId)?.['node'];
  return { ...rest, i1: a, i2: b, n1: nodeOf(a), n2: nodeOf(b) };
}

function spread(value: unknown): Record<string, unknown> {
  const parsed = record.safeParse(value);
  return parsed.success ? parsed.data : {};
}
