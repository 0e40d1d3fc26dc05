import { evidenceForGrading, unpackEvidence } from '@lcm/core/contracts/evidence-package';
import { SavedConfigurationsFile } from '@lcm/core/contracts/saved-configurations';
import type { SessionView } from '@lcm/core/contracts/session';
import { parseTopology } from '@lcm/core/contracts/topology';
import { restorable, type SavedConfigurations } from '@lcm/core/domain/session';
import { blobKey } from '@lcm/core/ports/blobs';
import type { CmlLab, CmlServer, NodeConfiguration } from '@lcm/core/ports/cml';
import { definitionOf, type StepDeps } from './step-handler.ts';

/** By the nodes' labels. */
export type Configurations = ReadonlyMap<string, string>;

export async function saveOf(
  configurations: readonly NodeConfiguration[],
  { blobs, clock }: Pick<StepDeps, 'blobs' | 'clock'>,
): Promise<SavedConfigurations> {
  const nodes = configurations
    .filter(({ configuration }) => configuration !== '')
    .map(({ label, configuration }) => ({ label, configuration }));
  const content: SavedConfigurationsFile = { format: 'lcm-configurations/1', nodes };
  const key = await blobs.put(new TextEncoder().encode(JSON.stringify(content)));
  return { key, at: clock.now() };
}

/** What its nodes ran when that was kept last; `undefined` when it never was, or is not stored any more. */
export async function lastExtraction(
  session: SessionView,
  { blobs }: Pick<StepDeps, 'blobs'>,
): Promise<Configurations | undefined> {
  const key = restorable(session)?.key;
  const content = key === undefined ? undefined : await blobs.get(blobKey(key));
  return content && configurationsIn(content);
}

/** Kept as the evidence of a session, or by itself. */
function configurationsIn(content: Uint8Array): Configurations | undefined {
  const evidence = unpackEvidence(content);
  if (evidence === undefined) return storedIn(new TextDecoder().decode(content));
  const read = evidenceForGrading(evidence).nodes.filter(({ running }) => running !== '');
  return new Map(read.map(({ label, running }) => [label, running]));
}

function storedIn(text: string): Configurations | undefined {
  const { data } = SavedConfigurationsFile.safeParse(JSON.parse(text));
  return data && new Map(data.nodes.map(({ label, configuration }) => [label, configuration]));
}

/** As its definition has them. Nodes without one are left out: they start with the default of their kind. */
export async function initialConfigurations(session: SessionView, deps: StepDeps): Promise<Configurations | undefined> {
  const { topologyKey } = await definitionOf(session, deps);
  const text = await deps.blobs.get(blobKey(topologyKey));
  const topology = text && parseTopology(new TextDecoder().decode(text));
  if (!topology?.ok) return undefined;
  return new Map(topology.value.nodes.map(({ label, configuration }) => [label, configuration]));
}

/** CML takes a configuration only of nodes that are wiped, or were never started. Said again it changes nothing. */
export async function putConfigurations(
  configurations: Configurations,
  lab: Pick<CmlLab, 'id'>,
  cml: Pick<CmlServer, 'nodes' | 'setNodeConfiguration'>,
): Promise<number> {
  const nodes = await cml.nodes(lab.id);
  let put = 0;
  for (const { id, label } of nodes) {
    const configuration = configurations.get(label);
    if (configuration === undefined) continue;
    await cml.setNodeConfiguration(lab.id, id, configuration);
    put += 1;
  }
  return put;
}
