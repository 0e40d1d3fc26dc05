import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { SessionView } from '@lcm/core/contracts/session';
import { awaitsKept, pipelines, restorable } from '@lcm/core/domain/session';
import { toIso } from '@lcm/core/kernel';
import { collectEvidence, type LastKept } from '../../evidence/collect.ts';
import { isLabGone, keptEvidence, type Unreadable } from '../../evidence/kept-evidence.ts';
import { storeEvidence } from '../../evidence/stored-evidence.ts';
import { type LabStep, onLab } from '../lab-of-session.ts';
import { outcomeOf } from '../outcome-of.ts';
import { keptNodes } from '../saved-configurations.ts';
import {
  definitionOf,
  done,
  failed,
  type StepDeps,
  type StepHandler,
  type StepOutcome,
  workerOf,
} from '../step-handler.ts';
import { topologyOf } from '../topology-of.ts';
import { isDown } from './stop-lab.ts';

/** A node that boots or refuses is asked again so often before it is left out: its candidate would lose the points. */
const attemptsForAll = 3;

/**
 * Collects what every node runs and printed, and what else is to be had, as one package. Of a lab that is lost by then, or that
 * nobody could read however often it was tried, it is what was kept of it last: who has worked is graded, by what is known.
 */
export const extractConfigurations: StepHandler = async (session, deps) => {
  if (session.status !== 'collecting') return fromLab(session, deps);
  if (attemptOf(session) < pipelines.collect.extract_configurations.attempts) return fromWhatIsThere(session, deps);
  const last = await fromWhatIsThere(session, deps).catch(outcomeOf);
  if (last.kind !== 'failed' && last.kind !== 'not-yet') return last;
  const why = last.kind === 'failed' ? last.message : last.because;
  const unreadable = { because: `the lab could not be read: ${why}`, state: 'UNKNOWN' } as const;
  return (await fromKept(session, unreadable, deps)) ?? last;
};

const lost = { because: 'the lab was lost before it could be read', state: 'LOST' } as const;
const stopped = { because: 'the lab was down when it was to be read', state: 'UNKNOWN' } as const;

async function fromWhatIsThere(session: SessionView, deps: StepDeps): Promise<StepOutcome> {
  const isLost = awaitsKept(session) || (await isLabGone(session, await workerOf(session, deps), deps));
  const kept = isLost ? await fromKept(session, lost, deps) : undefined;
  return kept ?? fromLab(session, deps);
}

async function fromKept(session: SessionView, why: Unreadable, deps: StepDeps): Promise<StepOutcome | undefined> {
  const evidence = await keptEvidence(session, why, deps);
  if (evidence === undefined) return undefined;
  const evidenceKey = await storeEvidence(deps.blobs, evidence);
  const count = evidence.manifest.nodes.length;
  const since = toIso(restorable(session)?.at ?? deps.clock.now());
  const what = `what was kept of ${count} nodes, as it was at ${since} or later`;
  return done(`${why.because}: taken is ${what}`, { evidenceKey });
}

const fromLab = onLab(async (lab, cml, { session, deps }) => {
  const kept = session.status === 'collecting' && isDown(lab) ? await fromKept(session, stopped, deps) : undefined;
  return kept ?? read(lab, cml, { session, deps });
});

const read: LabStep = async (lab, cml, { session, deps }) => {
  const { blobs, clock } = deps;
  const definition = await definitionOf(session, deps);
  const { captures = [] } = definition;
  const collecting = { session, lab, cml, clock, captures, kept: await lastKept(session, deps) };
  const { evidence, hopeful } = await collectEvidence(collecting, await initialOf(definition, deps));
  if (hopeful.length > 0 && attemptOf(session) < attemptsForAll) return failed(hopeful.join('; '));
  const evidenceKey = await storeEvidence(blobs, evidence);
  const found = evidence.manifest.files.filter(({ kind }) => kind === 'running-configuration').length;
  return done(`configurations of ${found} of ${evidence.manifest.nodes.length} nodes`, { evidenceKey });
};

/** For nodes that are not waited for any longer. */
async function lastKept(session: SessionView, deps: StepDeps): Promise<readonly LastKept[]> {
  const saved = restorable(session);
  const isLater = session.status !== 'collecting' || attemptOf(session) < attemptsForAll;
  if (saved === undefined || isLater) return [];
  const nodes = await keptNodes(session, deps);
  return nodes.map(({ label, configuration, asOf: at = saved.at }) => ({ label, configuration, at }));
}

function attemptOf({ progress }: SessionView): number {
  return progress.collect?.['extract_configurations']?.attempts ?? 1;
}

/** What each node was started from, as the definition has it. */
async function initialOf(definition: DefinitionView, deps: StepDeps): Promise<ReadonlyMap<string, string>> {
  const given = (await topologyOf(definition, deps))?.nodes.filter(({ configuration }) => configuration !== '');
  return new Map(given?.map(({ label, configuration }) => [label, configuration]));
}
