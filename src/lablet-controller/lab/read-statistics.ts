import type { LabReading } from '@lcm/core/contracts/lab-statistics';
import type { LabRecordId } from '@lcm/core/domain/lab';
import { builtInNodeDefinitions } from '@lcm/core/domain/topology';
import type { KnownDefinitions } from '@lcm/core/domain/worker';
import type { Clock } from '@lcm/core/kernel';
import type { CmlLabId, CmlLinkStatistics, CmlNodeStatistics, CmlServer, CmlTopology } from '@lcm/core/ports/cml';
import { wordFor } from './sighting.ts';

export interface LabToRead {
  readonly id: LabRecordId;
  readonly labId: CmlLabId;
  /** Of its host, where that was looked at: what a node has that the lab does not say. */
  readonly definitions?: KnownDefinitions | undefined;
}

/** What each node and each link of a lab does now; one of which CML counts nothing does nothing. */
export async function readStatistics(
  { id: labRecordId, labId, definitions }: LabToRead,
  cml: CmlServer,
  clock: Clock,
): Promise<LabReading> {
  const [topology, statistics] = await Promise.all([cml.topology(labId), cml.statistics(labId)]);
  const nodes = new Map<string, CmlNodeStatistics>(statistics?.nodes.map((each) => [each.node, each]));
  const links = new Map<string, CmlLinkStatistics>(statistics?.links.map((each) => [each.link, each]));
  return {
    labRecordId,
    at: clock.now(),
    nodes: topology.nodes.map((node) => nodeFigures(node, nodes.get(node.id), definitions)),
    links: topology.links.map(({ id, label }) => linkFigures(label, links.get(id))),
  };
}

function nodeFigures(
  node: CmlTopology['nodes'][number],
  counted: CmlNodeStatistics | undefined,
  definitions: KnownDefinitions | undefined,
): LabReading['nodes'][number] {
  const named = { label: node.label, state: wordFor(node) };
  if (counted === undefined)
    return { ...named, cpuPercent: 0, memoryPercent: 0, diskReadBytes: 0, diskWrittenBytes: 0 };
  const { cpuPercent, memoryPercent, diskBytes, diskReadBytes, diskWrittenBytes } = counted;
  const hasMiB = memoryOf(node, definitions);
  const knows = memoryPercent !== undefined && hasMiB !== undefined;
  return {
    ...named,
    cpuPercent,
    ...(memoryPercent !== undefined && { memoryPercent }),
    ...(knows && { memoryMiB: Math.round((hasMiB * memoryPercent) / 100) }),
    ...(diskBytes !== undefined && { diskBytes: Math.round(diskBytes) }),
    diskReadBytes,
    diskWrittenBytes,
  };
}

/** As the lab says, else as its host’s definition of the node does, else as is known of such nodes. */
function memoryOf(
  { memoryMiB, nodeDefinition }: CmlTopology['nodes'][number],
  definitions: KnownDefinitions | undefined,
): number | undefined {
  const there = definitions?.nodes.find(({ id }) => id === nodeDefinition)?.memoryMiB;
  return memoryMiB ?? there ?? builtInNodeDefinitions.get(nodeDefinition)?.memoryMiB;
}

function linkFigures(label: string, counted: CmlLinkStatistics | undefined): LabReading['links'][number] {
  const { readBytes = 0, readPackets = 0, writtenBytes = 0, writtenPackets = 0 } = counted ?? {};
  return { label, readBytes, readPackets, writtenBytes, writtenPackets };
}
