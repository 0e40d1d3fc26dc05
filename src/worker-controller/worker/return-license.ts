import type { License } from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import type { SeenInstance } from '@lcm/core/ports/instances';
import { asLost, holdsLicense, isFree, isLicenseLost, licenseOf } from './license-state.ts';
import type { Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';

/** Gives the licence of a launch back before its instance ends; nothing when it holds none, or all patience is over. */
export function returnLicense(situation: Situation, instance: SeenInstance): Step | undefined {
  const { worker, seen, at, settings } = situation;
  const licensing = licensingOf(situation);
  if (!holdsLicense(worker.license) || isLicenseLost(worker.license)) return undefined;
  if (licensing !== undefined && isFree(licensing)) return say(situation, licenseOf(licensing));
  if (at - (seen.returningSince ?? at) > settings.licensePatienceMs)
    return sayLost(situation, 'CML did not answer in time');
  return licensing === undefined ? reachCml(situation, instance) : deregister(situation, licensing);
}

function licensingOf({ seen: { cml } }: Situation): CmlLicensing | undefined {
  return cml?.up === true ? cml.licensing : undefined;
}

function reachCml({ settings }: Situation, { id, state }: SeenInstance): Step {
  if (state === 'stopped') return { do: 'start', instance: id, because: 'it starts once more to return its licence' };
  return wait(settings.busyPollMs, 'CML has to answer to return its licence');
}

function deregister(situation: Situation, licensing: CmlLicensing): Step {
  const { license, reason } = situation.worker;
  if (license.operation === 'deregistering') return { do: 'deregister-license', because: reason };
  return say(situation, { ...licenseOf(licensing), operation: 'deregistering' });
}

export function sayLost(situation: Situation, because: string): Step {
  return say(situation, asLost(situation.worker.license, because));
}

function say({ worker }: Situation, license: License): Step {
  return tell({ type: 'license', launch: worker.launch, license });
}
