import type { LaunchRefusal, WorkerReport } from '@lcm/core/domain/worker';
import { errorGuides, type InstancesError } from '@lcm/core/ports/instances';
import type { Situation } from './situation.ts';
import { type Step, tell } from './step.ts';

type Failing = Pick<Situation, 'worker' | 'settings'>;

/** Ends the present launch in the record; the last of its kind says that nobody will try again by himself. */
export function launchFailed(failing: Failing, reason: string): Step {
  return tell(failure(failing, reason));
}

/** What EC2 said, and what somebody can do about it: in words, and as data. */
export function launchRefused(failing: Failing, { code, message }: InstancesError): WorkerReport {
  const { advice, exception } = errorGuides[code];
  const { instanceType, zone } = failing.worker.place ?? {};
  const where = zone === undefined ? '' : ` of ${instanceType} in ${zone}, the last place to try`;
  return failure(failing, `EC2 refused the launch${where}: ${message}; ${advice}`, { code, exception });
}

function failure({ worker, settings }: Failing, reason: string, refusal?: LaunchRefusal): WorkerReport {
  const last = worker.failures + 1 >= settings.launchAttempts;
  const gaveUp = last ? `; gave up after ${settings.launchAttempts} launches, an operator has to look at it` : '';
  return { type: 'launch-failed', launch: worker.launch, reason: `${reason}${gaveUp}`, refusal };
}
