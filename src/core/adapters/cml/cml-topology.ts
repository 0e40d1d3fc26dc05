import { z } from 'zod';
import { sha256 } from '../../kernel/index.ts';
import {
  type CmlInterface,
  type CmlLabStatistics,
  type CmlNodeStatistics,
  type CmlTopology,
  type CmlTopologyLink,
  type CmlTopologyNode,
  cmlNodeId,
} from '../../ports/cml/index.ts';
import { linkStateSeen, nodeStateSeen } from './cml-states.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
/** Old servers write 0 for "as the definition says", new ones null. */
const figure = z
  .number()
  .nullish()
  .transform((value) => value || undefined);
const maybe = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const file = z.object({ name: z.string(), content: text });
const configuration = z
  .union([z.string().transform((content) => [{ name: 'Main', content }]), z.array(file), file])
  .nullish()
  .transform((files) => [files ?? []].flat());

const networkInterface = z.object({
  id: z.string(),
  label: text,
  slot: z.number().nullish(),
  type: z.string().default('physical'),
  mac_address: maybe,
});

const node = z.object({
  id: z.string(),
  label: z.string(),
  node_definition: z.string(),
  image_definition: maybe,
  x: z.number().default(0),
  y: z.number().default(0),
  cpus: figure,
  ram: figure,
  tags: z.array(z.string()).default([]),
  configuration,
  interfaces: z.array(networkInterface).default([]),
});

const link = z.object({
  id: z.string(),
  label: text,
  interface_a: z.string(),
  interface_b: z.string(),
  node_a: z.string(),
  node_b: z.string(),
  conditioning: z.record(z.string(), z.unknown()).nullish(),
});

export const topologyAnswer = z.object({
  nodes: z.array(node),
  links: z.array(link),
  annotations: z.array(z.unknown()).default([]),
});

const states = z.record(z.string(), z.string()).default({});
export const elementStatesAnswer = z.object({ nodes: states, links: states, interfaces: states });

export const placesAnswer = z.array(
  z.object({ id: z.string(), operational: z.object({ compute_id: maybe }).nullish() }),
);

const addresses = z.array(z.string()).default([]);
export const addressesAnswer = z.record(
  z.string(),
  z.object({ interfaces: z.record(z.string(), z.object({ id: maybe, ip4: addresses, ip6: addresses })).default({}) }),
);

/** The answers in which CML tells of one lab. */
export interface LabAnswers {
  readonly topology: z.infer<typeof topologyAnswer>;
  readonly states: z.infer<typeof elementStatesAnswer>;
  readonly places: z.infer<typeof placesAnswer>;
  readonly addresses: z.infer<typeof addressesAnswer>;
}

interface Running {
  /** What is in one answer and not in another was made or deleted in between: its state is not known yet. */
  readonly states: LabAnswers['states'];
  readonly computes: ReadonlyMap<string, string | undefined>;
  readonly connected: ReadonlySet<string>;
  readonly snooped: ReadonlyMap<string, { readonly mac: string; readonly addresses: readonly string[] }>;
}

export function toTopology({ topology, states: seen, places, addresses: told }: LabAnswers): CmlTopology {
  const heard = Object.values(told).flatMap(({ interfaces }) => Object.entries(interfaces));
  const running: Running = {
    states: seen,
    computes: new Map(places.map(({ id, operational }) => [id, operational?.compute_id])),
    connected: new Set(topology.links.flatMap((one) => [one.interface_a, one.interface_b])),
    snooped: new Map(
      heard.flatMap(([mac, { id, ip4, ip6 }]) =>
        id === undefined ? [] : [[id, { mac, addresses: [...ip4, ...ip6] }]],
      ),
    ),
  };
  return {
    nodes: topology.nodes.map((one) => toNode(one, running)),
    links: topology.links.map((one) => toLink(one, running)),
    annotations: topology.annotations.length,
  };
}

function toNode(answer: z.infer<typeof node>, running: Running): CmlTopologyNode {
  return {
    id: cmlNodeId(answer.id),
    label: answer.label,
    nodeDefinition: answer.node_definition,
    imageDefinition: answer.image_definition,
    x: answer.x,
    y: answer.y,
    ...nodeStateSeen(running.states.nodes[answer.id] ?? ''),
    compute: running.computes.get(answer.id),
    cpus: answer.cpus,
    memoryMiB: answer.ram,
    tags: answer.tags,
    configurationHash: sha256(JSON.stringify(answer.configuration.map(({ name, content }) => [name, content]))),
    interfaces: answer.interfaces.map((one) => toInterface(one, running)),
  };
}

function toInterface(answer: z.infer<typeof networkInterface>, running: Running): CmlInterface {
  const { id, label, slot, type, mac_address: mac } = answer;
  const snooped = running.snooped.get(id);
  return {
    id,
    label,
    ...(slot !== null && slot !== undefined && { slot }),
    type,
    ...linkStateSeen(running.states.interfaces[id] ?? ''),
    mac: mac ?? snooped?.mac,
    addresses: snooped?.addresses ?? [],
    isConnected: running.connected.has(id),
  };
}

function toLink(answer: z.infer<typeof link>, running: Running): CmlTopologyLink {
  const { id, label, conditioning } = answer;
  return {
    id,
    label,
    ...linkStateSeen(running.states.links[id] ?? ''),
    ends: [
      { node: cmlNodeId(answer.node_a), interface: answer.interface_a },
      { node: cmlNodeId(answer.node_b), interface: answer.interface_b },
    ],
    conditioning: conditioning ? toConditioning(conditioning) : undefined,
  };
}

function toConditioning(told: Readonly<Record<string, unknown>>): CmlTopologyLink['conditioning'] {
  const entries = Object.entries(told).flatMap(([name, value]) =>
    typeof value === 'number' || typeof value === 'boolean' ? [[name, value] as const] : [],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const nodeStatistics = z.object({
  cpu_usage: z.number().nullish(),
  ram_usage: z.number().nullish(),
  disk_usage: z.number().nullish(),
  block0_rd_bytes: z.number().nullish(),
  block0_wr_bytes: z.number().nullish(),
});

const linkStatistics = z.object({
  readbytes: z.number(),
  readpackets: z.number().default(0),
  writebytes: z.number(),
  writepackets: z.number().default(0),
});

export const statisticsAnswer = z.object({
  nodes: z.record(z.string(), nodeStatistics).default({}),
  links: z.record(z.string(), linkStatistics).default({}),
});

/** Nodes that are off are told without figures, or not at all. */
export function toStatistics({ nodes, links }: z.infer<typeof statisticsAnswer>): CmlLabStatistics | undefined {
  const running = Object.entries(nodes).flatMap(([id, told]) => toNodeStatistics(id, told));
  if (running.length === 0) return undefined;
  return {
    nodes: running,
    links: Object.entries(links).map(([id, told]) => ({
      link: id,
      readBytes: told.readbytes,
      readPackets: told.readpackets,
      writtenBytes: told.writebytes,
      writtenPackets: told.writepackets,
    })),
  };
}

function toNodeStatistics(id: string, told: z.infer<typeof nodeStatistics>): readonly CmlNodeStatistics[] {
  const { cpu_usage: cpuPercent, ram_usage: memory, disk_usage: disk } = told;
  if (cpuPercent === null || cpuPercent === undefined) return [];
  return [
    {
      node: cmlNodeId(id),
      cpuPercent,
      memoryPercent: memory ?? undefined,
      diskBytes: disk ?? undefined,
      diskReadBytes: told.block0_rd_bytes ?? 0,
      diskWrittenBytes: told.block0_wr_bytes ?? 0,
    },
  ];
}
