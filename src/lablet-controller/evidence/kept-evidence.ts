import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { EvidenceKind, EvidencePackage } from '@lcm/core/contracts/evidence-package';
import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { restorable } from '@lcm/core/domain/session';
import { toIso } from '@lcm/core/kernel';
import { cmlOf, findLab, isGone } from '../session/lab-of-session.ts';
import { keptNodes } from '../session/saved-configurations.ts';
import { definitionOf, type StepDeps } from '../session/step-handler.ts';
import { topologyOf } from '../session/topology-of.ts';
import { keptSource, PackageDraft } from './package-draft.ts';

/** Whether nobody will ever read the lab any more. @throws CmlError when its host does not say */
export async function isLabGone(
  session: SessionView,
  worker: WorkerView | undefined,
  deps: StepDeps,
): Promise<boolean> {
  if (worker === undefined || isGone(worker)) return true;
  if (session.lab?.launch !== undefined && worker.launch > session.lab.launch) return true;
  const cml = cmlOf(worker, deps);
  return cml !== undefined && (await findLab(session, cml)) === undefined;
}

/** Why it is not the lab itself that is told of. */
export interface Unreadable {
  readonly because: string;
  /** How its nodes are, as far as anybody knows: not down, for what was kept is what they ran. */
  readonly state: 'LOST' | 'UNKNOWN';
}

const unread = ['console-log', 'states', 'diagnostics'] as const satisfies readonly EvidenceKind[];

/** What was kept of a lab that cannot be read for its evidence; nothing where nothing was kept. */
export async function keptEvidence(
  session: SessionView,
  { because: reason, state }: Unreadable,
  deps: StepDeps,
): Promise<EvidencePackage | undefined> {
  const saved = restorable(session);
  const kept = saved === undefined ? [] : await keptNodes(session, deps);
  if (saved === undefined || kept.length === 0) return undefined;
  const draft = draftOf(session, deps);
  for (const { label: node, configuration, asOf = saved.at } of kept) {
    const of = { kind: 'running-configuration', node, source: keptSource } as const;
    draft.add({ ...of, capturedAt: toIso(asOf) }, configuration);
  }
  const definition = await definitionOf(session, deps);
  for (const kind of unreadOf(definition)) draft.lacks({ kind, reason });
  const nodeKinds = await kindsIn(definition, deps);
  return draft.finish({
    nodes: kept.map(({ label }) => ({ label, nodeDefinition: nodeKinds.get(label) ?? 'unknown', state })),
  });
}

function unreadOf({ captures = [] }: DefinitionView): readonly EvidenceKind[] {
  return captures.length === 0 ? unread : [...unread, 'capture'];
}

function draftOf(session: SessionView, { clock }: StepDeps): PackageDraft {
  const lab = { title: session.lab?.title ?? session.definition.title };
  return new PackageDraft({ session, lab, clock, kind: 'autosave' });
}

/** By the labels of the nodes. */
async function kindsIn(definition: DefinitionView, deps: StepDeps): Promise<ReadonlyMap<string, string>> {
  const topology = await topologyOf(definition, deps);
  return new Map(topology?.nodes.map(({ label, nodeDefinition }) => [label, nodeDefinition]));
}
