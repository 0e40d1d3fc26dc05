import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { SessionView } from '@lcm/core/contracts/session';
import { parseTopology } from '@lcm/core/contracts/topology';
import { blobKey } from '@lcm/core/ports/blobs';
import { collectEvidence } from '../../evidence/collect.ts';
import { storeEvidence } from '../../evidence/stored-evidence.ts';
import { onLab } from '../lab-of-session.ts';
import { definitionOf, done, failed, type StepDeps } from '../step-handler.ts';

/** A node that boots or refuses is asked again so often before it is left out: its candidate would lose the points. */
const attemptsForAll = 3;

/** Collects what every node runs and printed, and what else is to be had, as one package. */
export const extractConfigurations = onLab(async (lab, cml, { session, deps }) => {
  const { blobs, clock } = deps;
  const definition = await definitionOf(session, deps);
  const { captures = [] } = definition;
  const collecting = { session, lab, cml, clock, captures };
  const { evidence, hopeful } = await collectEvidence(collecting, await initialOf(definition, deps));
  if (hopeful.length > 0 && attemptOf(session) < attemptsForAll) return failed(hopeful.join('; '));
  const evidenceKey = await storeEvidence(blobs, evidence);
  const read = evidence.manifest.files.filter(({ kind }) => kind === 'running-configuration').length;
  return done(`configurations of ${read} of ${evidence.manifest.nodes.length} nodes`, { evidenceKey });
});

function attemptOf({ progress }: SessionView): number {
  return progress.collect?.['extract_configurations']?.attempts ?? 1;
}

/** What each node was started from, as the definition has it. */
async function initialOf(
  { topologyKey }: DefinitionView,
  { blobs }: Pick<StepDeps, 'blobs'>,
): Promise<ReadonlyMap<string, string>> {
  const text = await blobs.get(blobKey(topologyKey));
  const topology = text && parseTopology(new TextDecoder().decode(text));
  if (!topology?.ok) return new Map();
  const given = topology.value.nodes.filter(({ configuration }) => configuration !== '');
  return new Map(given.map(({ label, configuration }) => [label, configuration]));
}
