import type { WorkerReport } from '@lcm/core/domain/worker';
import { instanceId, type SeenInstance } from '@lcm/core/ports/instances';
import { holdsLicense, isLicenseLost } from './license-state.ts';
import { returnLicense, sayLost } from './return-license.ts';
import type { Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';

/** Gives back the licence, ends the instance by the id or token we know, and says `gone` only when it surely is. */
export function endLaunch(situation: Situation, gone: WorkerReport): Step {
  const { worker, seen, settings } = situation;
  const { instance } = seen;
  if (instance === undefined) return endUnseen(situation, gone);
  if (worker.instanceId === undefined)
    return tell({ type: 'launched', launch: worker.launch, instanceId: instance.id });
  if (instance.state === 'terminated') return leave(situation, gone);
  if (instance.state === 'shutting-down') return wait(settings.busyPollMs, 'EC2 is ending its instance');
  return returnLicense(situation, instance) ?? terminate(situation, instance);
}

function terminate({ worker }: Situation, { id }: SeenInstance): Step {
  return { do: 'terminate', instance: id, because: worker.reason };
}

/** Not seen is not gone: reads lag behind writes. The known id is ended anyway, which is safe to repeat. */
function endUnseen(situation: Situation, gone: WorkerReport): Step {
  const { worker, seen, at, settings } = situation;
  const unseenMs = at - Math.max(worker.statusSince, seen.missingSince ?? at);
  const certain = unseenMs >= settings.readLagMs;
  if (worker.instanceId !== undefined) {
    if (certain && isUnsaidLoss(situation)) return leave(situation, gone);
    const because = 'its instance is not shown by EC2';
    return { do: 'terminate', instance: instanceId(worker.instanceId), because, proves: certain ? gone : undefined };
  }
  if (certain) return tell(gone);
  return wait(settings.readLagMs - unseenMs, 'a launch whose answer was lost may yet show itself');
}

/** An instance that somebody else launched is not ours to end: it is left, and found again if it is still there. */
export function leaveBehind(situation: Situation, gone: WorkerReport): Step {
  return isUnsaidLoss(situation) ? sayLost(situation, 'its instance was left to whoever launched it') : tell(gone);
}

/** What was not given back is said before the end, so that somebody can ask for it at the licence's other side. */
function leave(situation: Situation, gone: WorkerReport): Step {
  return isUnsaidLoss(situation) ? sayLost(situation, 'its instance was gone before') : tell(gone);
}

function isUnsaidLoss({ worker }: Situation): boolean {
  return holdsLicense(worker.license) && !isLicenseLost(worker.license);
}
