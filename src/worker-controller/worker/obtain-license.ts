import { wantedLicense } from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import { followLicense, inMinutes, restAfterFailure, sayLicense, settling, withoutFailure } from './follow-license.ts';
import { isFree, licenseOf } from './license-state.ts';
import type { Situation } from './situation.ts';
import { type Step, wait } from './step.ts';

/** Brings an available CML to the licence that is wanted of it; nothing when it is there, or nobody wants anything. */
export function obtainLicense(situation: Situation, licensing: CmlLicensing): Step | undefined {
  const { worker } = situation;
  const wanted = wantedLicense(worker);
  if (wanted === 'unregistered') return giveBack(situation, licensing);
  if (wanted === 'registered' && isToRegister(situation, licensing)) return register(situation, licensing);
  return followLicense(situation, licensing) ?? (wanted === 'registered' ? renew(situation) : undefined);
}

/** One that is registered is asked again only by an order to do so, and only until CML has been asked. */
function isToRegister({ worker: { license, licenseOrder } }: Situation, licensing: CmlLicensing): boolean {
  if (isFree(licensing)) return true;
  if (licenseOrder?.reregister !== true) return false;
  return license.operation !== 'registering' || license.step === 'asking';
}

function register(situation: Situation, licensing: CmlLicensing): Step {
  const { license, licenseOrder } = situation.worker;
  if (license.operation !== 'registering') return begin(situation, licensing, 'registering');
  if (license.step !== undefined && license.step !== 'asking') return awaitAnswer(situation, licensing);
  return { do: 'register-license', because: licenseOrder?.reason ?? 'CML is available and has no licence yet' };
}

/** CML has been asked, and is registered neither yet nor any more. */
function awaitAnswer(situation: Situation, licensing: CmlLicensing): Step {
  const { worker, at, settings } = situation;
  const waitedMs = at - (worker.license.stepSince ?? at);
  // What it says right after it was asked may still be about the attempt before.
  if (licensing.registration === 'FAILED' && waitedMs >= settings.busyPollMs) {
    return fail(situation, licensing, licensing.failure ?? 'the licence server refused it');
  }
  if (waitedMs <= settings.licenseTimeoutMs) return settling(situation);
  return fail(situation, licensing, `CML has not begun to register within ${inMinutes(settings.licenseTimeoutMs)}`);
}

function giveBack(situation: Situation, licensing: CmlLicensing): Step | undefined {
  const { license, licenseOrder } = situation.worker;
  if (isFree(licensing)) return followLicense(situation, licensing);
  if (license.operation !== 'deregistering') return begin(situation, licensing, 'deregistering');
  return { do: 'deregister-license', stopsLabs: false, because: licenseOrder?.reason ?? 'it shall have none' };
}

/** The intent is committed before the call, so that no crash hides a licence that was taken or given back. */
function begin(situation: Situation, licensing: CmlLicensing, operation: 'registering' | 'deregistering'): Step {
  const restMs = restAfterFailure(situation);
  if (restMs === 0) {
    return sayLicense(situation, { ...withoutFailure(licenseOf(licensing)), operation, step: 'asking' });
  }
  const because = `its licence is tried again later: ${situation.worker.license.failure ?? ''}`;
  return followLicense(situation, licensing) ?? wait(restMs, because);
}

function fail(situation: Situation, licensing: CmlLicensing, failure: string): Step {
  return sayLicense(situation, { ...licenseOf(licensing), failure });
}

/** CML renews by itself, long before the end. What is void or near its end is asked for now and then. */
function renew(situation: Situation): Step | undefined {
  const { worker, seen, at, settings } = situation;
  const asked = seen.renewalAskedAt ?? -Infinity;
  if (!needsRenewal(situation) || at - asked < settings.licenseRenewEveryMs) return undefined;
  return { do: 'renew-license', because: `its licence is ${worker.license.status} and wants to be renewed` };
}

function needsRenewal({ worker: { license }, at, settings }: Situation): boolean {
  if (license.status === 'expired' || license.status === 'invalid') return true;
  return license.status === 'registered' && (license.expiresAt ?? Infinity) - at < settings.licenseRenewBeforeMs;
}
