import type { DefinitionView } from '@lcm/core/contracts/definition';
import { parseTopology } from '@lcm/core/contracts/topology';
import type { Topology } from '@lcm/core/domain/topology';
import { type Blobs, blobKey } from '@lcm/core/ports/blobs';

/** The lab as its author has it; `undefined` when that is not stored. @throws BlobsError */
export async function topologyOf(
  { topologyKey }: Pick<DefinitionView, 'topologyKey'>,
  { blobs }: { readonly blobs: Blobs },
): Promise<Topology | undefined> {
  const text = await blobs.get(blobKey(topologyKey));
  const topology = text && parseTopology(new TextDecoder().decode(text));
  return topology?.ok === true ? topology.value : undefined;
}
