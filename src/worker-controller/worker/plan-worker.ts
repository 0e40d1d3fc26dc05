import { isDrainOver, isImportedLaunch, launchPlaces } from '@lcm/core/domain/worker';
import { endLaunch, leaveBehind } from './end-launch.ts';
import { planAlignment } from './plan-alignment.ts';
import { planHost } from './plan-host.ts';
import { planLeftovers } from './plan-leftovers.ts';
import { isBooked, isBusy, type Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** Pure: what is wanted, what is there, what time it is; the one next step. */
export function planWorker(situation: Situation): Step {
  const { worker } = situation;
  if (worker.status === 'terminated') return wait(situation.settings.restPollMs, 'it has ended');
  return planLeftovers(situation) ?? planPresent(situation);
}

function planPresent(situation: Situation): Step {
  const { worker, seen } = situation;
  if (worker.status === 'terminating') return planEnd(situation);
  // An instance that answers to our token is ours, even if the answer to its launch was lost.
  if (worker.instanceId === undefined && seen.instance !== undefined) {
    return tell({ type: 'launched', launch: worker.launch, instanceId: seen.instance.id });
  }
  if (worker.desired === 'terminated' && !isBusy(situation)) {
    return tell({ type: 'terminating', launch: worker.launch, reason: worker.desiredReason });
  }
  return planDrainEnd(situation) ?? planAlignment(situation) ?? planSeat(situation);
}

/** Nobody has to be told when no session is there: it is stopped then anyway. */
function planDrainEnd(situation: Situation): Step | undefined {
  const { worker, at } = situation;
  const isUp = isBusy(situation) && isDrainOver(worker, at);
  return isUp ? tell({ type: 'drain-time-up', launch: worker.launch }) : undefined;
}

function planSeat(situation: Situation): Step {
  const { status } = situation.worker;
  if (status === 'pending') return planLaunch(situation);
  return status === 'failed' ? planReplacement(situation) : planHost(situation);
}

function planLaunch({ worker, settings }: Situation): Step {
  if (worker.desired !== 'running') return wait(settings.restPollMs, 'planned: nobody needs its host yet');
  if (worker.place !== undefined || launchPlaces(worker.spec).length === 1) return { do: 'launch' };
  return tell({ type: 'placed', launch: worker.launch, place: 0, reason: 'as its template wants it' });
}

function planEnd(situation: Situation): Step {
  return endLaunch(situation, { type: 'terminated', launch: situation.worker.launch });
}

/** Ends what a failed launch left, then waits its turn for the next one. */
function planReplacement(situation: Situation): Step {
  const { worker, at, settings } = situation;
  const vacated = { type: 'vacated', launch: worker.launch } as const;
  const step = isImportedLaunch(worker) ? leaveBehind(situation, vacated) : endLaunch(situation, vacated);
  if (!isReport(step, vacated)) return step;
  // Whoever has booked it was promised a host: a cloud that had no capacity has some later.
  if (worker.failures >= settings.launchAttempts && !isBooked(situation)) {
    return wait(settings.restPollMs, `gave up after ${worker.failures} launches: an operator has to look at it`);
  }
  const restMs = worker.statusSince + backoff(worker.failures, settings) - at;
  return restMs > 0 ? wait(restMs, `launch ${worker.launch + 1} waits after ${worker.failures} that failed`) : step;
}

function isReport(step: Step, report: object): boolean {
  return (step.do === 'report' && step.report === report) || (step.do === 'terminate' && step.proves === report);
}

function backoff(failures: number, { launchBackoffMs, launchBackoffMaxMs }: WorkerSettings): number {
  return Math.min(launchBackoffMaxMs, launchBackoffMs * 2 ** Math.max(0, failures - 1));
}
