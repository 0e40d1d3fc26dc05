import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { blobKey } from '@lcm/core/ports/blobs';
import type { CmlLab } from '@lcm/core/ports/cml';
import { takeWarmLab } from '../../warm/take-warm-lab.ts';
import { type OnWorker, warmRecordOf } from '../../warm/warm-records.ts';
import { cmlOf, findLab, labTitle } from '../lab-of-session.ts';
import {
  definitionOf,
  done,
  failed,
  notYet,
  type StepDeps,
  type StepHandler,
  type StepOutcome,
  workerOf,
} from '../step-handler.ts';

/** Takes a warm lab, or imports one, under a title with the session's id in it, unless an earlier attempt has. */
export const importLab: StepHandler = async (session, deps) => {
  const worker = await workerOf(session, deps);
  const cml = worker && cmlOf(worker, deps);
  if (worker === undefined || cml === undefined) return notYet('its worker cannot be reached');
  const there = await findLab(session, cml);
  if (there) return found(there, worker, deps);
  return make(session, { worker, cml, deps });
};

async function found({ id, title }: CmlLab, worker: WorkerView, deps: StepDeps): Promise<StepOutcome> {
  const record = await warmRecordOf({ id }, worker, deps);
  const warm = record === undefined ? {} : { warmLab: record.id };
  return done('found from an earlier attempt', { lab: { id, title, launch: worker.launch, ...warm } });
}

async function make(session: SessionView, on: OnWorker): Promise<StepOutcome> {
  const { topologyKey, warmDepth } = await definitionOf(session, on.deps);
  // Also when none is wanted any more: a session that had taken one goes on with it.
  const warm = warmDepth === undefined ? undefined : await takeWarmLab(session, on);
  if (warm !== undefined) return done(`a warm lab is now "${warm.title}"`, { lab: warm });
  const topology = await on.deps.blobs.get(blobKey(topologyKey));
  if (topology === undefined) return failed(`the topology ${topologyKey} of its definition is not stored`);
  const title = labTitle(session);
  // A successor may have imported it since we looked, and nobody would ever look for a second one.
  if (!on.deps.leadership.mayAct()) return notYet('our lead has to be renewed before it is imported');
  const id = await on.cml.importLab(new TextDecoder().decode(topology), title);
  return done(`imported as "${title}"`, { lab: { id, title, launch: on.worker.launch } });
}
