import type { License } from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import { isFree, isSameLicense, licenseOf } from './license-state.ts';
import type { Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';

/** Brings an available CML to its licence; nothing when it has it, or shall have none. */
export function obtainLicense(situation: Situation, licensing: CmlLicensing): Step | undefined {
  const { worker } = situation;
  const license = licenseOf(licensing);
  if (worker.spec.registersLicense && isFree(licensing)) return register(situation, licensing);
  if (!isSameLicense(worker.license, license)) return say(situation, license);
  return license.operation === undefined ? undefined : settling(situation);
}

function register(situation: Situation, licensing: CmlLicensing): Step {
  const { worker, seen, at, settings } = situation;
  const license = licenseOf(licensing);
  const due = seen.licenseAskedAt === undefined || at - seen.licenseAskedAt >= settings.licenseRetryMs;
  const announced = worker.license.operation === 'registering';
  if (due) {
    // The intent is committed before the call, so that no crash hides a licence that was taken.
    if (!announced) return say(situation, { ...license, operation: 'registering' });
    return { do: 'register-license', because: 'CML is available and has no licence yet' };
  }
  if (announced && licensing.registration === 'NOT_REGISTERED') return settling(situation);
  const refused = { failure: worker.license.failure, ...license };
  if (!isSameLicense(worker.license, refused)) return say(situation, refused);
  return wait(settings.licenseRetryMs, `it has no licence: ${refused.failure ?? 'registration is tried again'}`);
}

function settling({ settings }: Situation): Step {
  return wait(settings.busyPollMs, 'the licence server is at work');
}

function say({ worker }: Situation, license: License): Step {
  return tell({ type: 'license', launch: worker.launch, license });
}
