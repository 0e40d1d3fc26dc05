import type { EvidenceKind, EvidencePackage } from '@lcm/core/contracts/evidence-package';
import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { restorable } from '@lcm/core/domain/session';
import { toIso } from '@lcm/core/kernel';
import { cmlOf, findLab, isGone } from '../session/lab-of-session.ts';
import { keptNodes } from '../session/saved-configurations.ts';
import { definitionOf, type StepDeps } from '../session/step-handler.ts';
import { topologyOf } from '../session/topology-of.ts';
import { PackageDraft } from './package-draft.ts';

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

const lost = ['console-log', 'states', 'diagnostics'] as const satisfies readonly EvidenceKind[];

/** What was kept of a lab that was lost before its evidence could be collected; nothing where nothing was kept. */
export async function keptEvidence(session: SessionView, deps: StepDeps): Promise<EvidencePackage | undefined> {
  const saved = restorable(session);
  const kept = saved === undefined ? [] : await keptNodes(session, deps);
  if (saved === undefined || kept.length === 0) return undefined;
  const draft = draftOf(session, deps);
  for (const { label: node, configuration, asOf = saved.at } of kept) {
    const of = { kind: 'running-configuration', node, source: 'what was kept of it while it ran' } as const;
    draft.add({ ...of, capturedAt: toIso(asOf) }, configuration);
  }
  for (const kind of lost) draft.lacks({ kind, reason: 'the lab was lost before it could be read' });
  const kinds = await kindsIn(session, deps);
  return draft.finish({
    nodes: kept.map(({ label }) => ({ label, nodeDefinition: kinds.get(label) ?? 'unknown', state: 'LOST' })),
  });
}

function draftOf(session: SessionView, { clock }: StepDeps): PackageDraft {
  const lab = { title: session.lab?.title ?? session.definition.title };
  return new PackageDraft({ session, lab, clock, kind: 'autosave' });
}

/** By the labels of the nodes. */
async function kindsIn(session: SessionView, deps: StepDeps): Promise<ReadonlyMap<string, string>> {
  const topology = await topologyOf(await definitionOf(session, deps), deps);
  return new Map(topology?.nodes.map(({ label, nodeDefinition }) => [label, nodeDefinition]));
}
