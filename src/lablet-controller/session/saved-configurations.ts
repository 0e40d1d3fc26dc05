import { evidenceForGrading, unpackEvidence } from '@lcm/core/contracts/evidence-package';
import { SavedConfigurationsFile } from '@lcm/core/contracts/saved-configurations';
import type { SessionView } from '@lcm/core/contracts/session';
import { restorable, type SavedConfigurations } from '@lcm/core/domain/session';
import { fromIso, type Instant, toIso } from '@lcm/core/kernel';
import { type BlobKey, blobKey } from '@lcm/core/ports/blobs';
import type { CmlLab, CmlServer, NodeConfiguration } from '@lcm/core/ports/cml';
import { definitionOf, type StepDeps } from './step-handler.ts';
import { topologyOf } from './topology-of.ts';

/** By the nodes' labels. */
export type Configurations = ReadonlyMap<string, string>;

export interface KeptNode {
  readonly label: string;
  readonly configuration: string;
  /** Of a node that could not be read when the others were: when it ran that. */
  readonly asOf?: Instant | undefined;
}

export async function saveOf(
  session: Pick<SessionView, 'id'>,
  configurations: readonly NodeConfiguration[],
  { blobs, clock }: Pick<StepDeps, 'blobs' | 'clock'>,
): Promise<SavedConfigurations> {
  const at = clock.now();
  const nodes = configurations.filter(({ configuration }) => configuration !== '');
  return { key: await storeNodes(session, nodes, { blobs }), at, own: true };
}

/** Stored under the same key as long as it is the same. @throws BlobsError */
export async function storeNodes(
  { id: sessionId }: Pick<SessionView, 'id'>,
  kept: readonly KeptNode[],
  { blobs }: Pick<StepDeps, 'blobs'>,
): Promise<BlobKey> {
  const sorted = kept.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const nodes = sorted.map(({ label, configuration, asOf }) => {
    return { label, configuration, ...(asOf !== undefined && { asOf: toIso(asOf) }) };
  });
  const content: SavedConfigurationsFile = { format: 'lcm-configurations/1', sessionId, nodes };
  return blobs.put(new TextEncoder().encode(JSON.stringify(content)));
}

/** What its nodes ran when that was kept last; `undefined` when it never was, or is not stored any more. */
export async function lastExtraction(
  session: SessionView,
  deps: Pick<StepDeps, 'blobs'>,
): Promise<Configurations | undefined> {
  const nodes = await storedNodes(session, deps);
  return nodes && new Map(nodes.map(({ label, configuration }) => [label, configuration]));
}

/** The same with its times; nothing when there is nothing. */
export async function keptNodes(session: SessionView, deps: Pick<StepDeps, 'blobs'>): Promise<readonly KeptNode[]> {
  return (await storedNodes(session, deps)) ?? [];
}

async function storedNodes(
  session: SessionView,
  { blobs }: Pick<StepDeps, 'blobs'>,
): Promise<readonly KeptNode[] | undefined> {
  const key = restorable(session)?.key;
  const content = key === undefined ? undefined : await blobs.get(blobKey(key));
  return content && nodesIn(content);
}

/** Kept as the evidence of a session, or by itself. */
function nodesIn(content: Uint8Array): readonly KeptNode[] | undefined {
  const evidence = unpackEvidence(content);
  if (evidence === undefined) return storedIn(new TextDecoder().decode(content));
  const read = evidenceForGrading(evidence).nodes.filter(({ running }) => running !== '');
  return read.map(({ label, running }) => ({ label, configuration: running }));
}

function storedIn(text: string): readonly KeptNode[] | undefined {
  const { data } = SavedConfigurationsFile.safeParse(JSON.parse(text));
  return data?.nodes.map(({ label, configuration, asOf }) => {
    return { label, configuration, ...(asOf !== undefined && { asOf: fromIso(asOf) }) };
  });
}

/** As its definition has them. Nodes without one are left out: they start with the default of their kind. */
export async function initialConfigurations(session: SessionView, deps: StepDeps): Promise<Configurations | undefined> {
  const topology = await topologyOf(await definitionOf(session, deps), deps);
  return topology && new Map(topology.nodes.map(({ label, configuration }) => [label, configuration]));
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
