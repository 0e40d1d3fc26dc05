import type { LabReading } from '@lcm/core/contracts/lab-statistics';
import type { LabRecordId } from '@lcm/core/domain/lab';
import type { Clock } from '@lcm/core/kernel';
import type { CmlLabId, CmlLinkStatistics, CmlNodeStatistics, CmlServer, CmlTopology } from '@lcm/core/ports/cml';
import { wordFor } from './sighting.ts';

export interface LabToRead {
  readonly id: LabRecordId;
  readonly labId: CmlLabId;
}

/** What each node and each link of a lab does now; one of which CML counts nothing does nothing. */
export async function readStatistics(
  { id: labRecordId, labId }: LabToRead,
  cml: CmlServer,
  clock: Clock,
): Promise<LabReading> {
  const [topology, statistics] = await Promise.all([cml.topology(labId), cml.statistics(labId)]);
  const nodes = new Map<string, CmlNodeStatistics>(statistics?.nodes.map((each) => [each.node, each]));
  const links = new Map<string, CmlLinkStatistics>(statistics?.links.map((each) => [each.link, each]));
  return {
    labRecordId,
    at: clock.now(),
    nodes: topology.nodes.map((node) => nodeFigures(node, nodes.get(node.id))),
    links: topology.links.map(({ id, label }) => linkFigures(label, links.get(id))),
  };
}

function nodeFigures(
  node: CmlTopology['nodes'][number],
  counted: CmlNodeStatistics | undefined,
): LabReading['nodes'][number] {
  const named = { label: node.label, state: wordFor(node) };
  if (counted === undefined)
    return { ...named, cpuPercent: 0, memoryPercent: 0, diskReadBytes: 0, diskWrittenBytes: 0 };
  const { cpuPercent, memoryPercent, diskReadBytes, diskWrittenBytes } = counted;
  return {
    ...named,
    cpuPercent,
    ...(memoryPercent !== undefined && { memoryPercent }),
    diskReadBytes,
    diskWrittenBytes,
  };
}

function linkFigures(label: string, counted: CmlLinkStatistics | undefined): LabReading['links'][number] {
  const { readBytes = 0, readPackets = 0, writtenBytes = 0, writtenPackets = 0 } = counted ?? {};
  return { label, readBytes, readPackets, writtenBytes, writtenPackets };
}
