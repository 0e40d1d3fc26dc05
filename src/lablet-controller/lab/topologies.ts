import { parseTopology } from '@lcm/core/contracts/topology';
import { changesInWords, diffTopologies, type LabRevision, type NewRevision, revisionSums } from '@lcm/core/domain/lab';
import type { Topology } from '@lcm/core/domain/topology';
import { type Blobs, blobKey } from '@lcm/core/ports/blobs';

/** A lab's file with what it would be as the next revision. */
export interface ReadTopology {
  readonly topology: Topology;
  readonly revision: NewRevision;
}

/** Keeps an exported file when it is another revision than the last; undefined when nobody can read it. */
export async function revisionOf(
  yaml: string,
  last: Pick<LabRevision, 'checksum' | 'topologyKey'> | undefined,
  blobs: Blobs,
): Promise<ReadTopology | undefined> {
  const read = parseTopology(yaml);
  if (!read.ok) return undefined;
  const topology = read.value;
  const sums = revisionSums(topology);
  const counts = { nodeCount: topology.nodes.length, linkCount: topology.links.length };
  if (last?.checksum === sums.checksum) {
    return { topology, revision: { ...sums, ...counts, topologyKey: last.topologyKey, changes: [] } };
  }
  const topologyKey = await blobs.put(new TextEncoder().encode(yaml));
  const before = last && (await storedTopology(last.topologyKey, blobs));
  const changes = before === undefined ? [] : changesInWords(diffTopologies(before, topology));
  return { topology, revision: { ...sums, ...counts, topologyKey, changes } };
}

export async function storedText(key: string, blobs: Blobs): Promise<string | undefined> {
  const content = await blobs.get(blobKey(key));
  return content && new TextDecoder().decode(content);
}

async function storedTopology(key: string, blobs: Blobs): Promise<Topology | undefined> {
  const yaml = await storedText(key, blobs);
  const read = yaml === undefined ? undefined : parseTopology(yaml);
  return read?.ok ? read.value : undefined;
}

/** What a definition's file is as the first revision of each lab that is made of it. */
export async function firstRevision(topologyKey: string, blobs: Blobs): Promise<NewRevision | undefined> {
  const topology = await storedTopology(topologyKey, blobs);
  if (topology === undefined) return undefined;
  const counts = { nodeCount: topology.nodes.length, linkCount: topology.links.length };
  return { ...revisionSums(topology), ...counts, topologyKey, changes: [] };
}
