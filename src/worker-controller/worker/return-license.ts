import { asLost, holdsLicense, isLicenseLost, type License, type LicenseStep } from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import type { SeenInstance } from '@lcm/core/ports/instances';
import { licenseFreed, sayLicense, withoutFailure } from './follow-license.ts';
import { isFree, licenseOf } from './license-state.ts';
import type { Situation } from './situation.ts';
import { type Step, wait } from './step.ts';

/** Gives the licence of a launch back before its instance ends; nothing when it holds none, or all patience is over. */
export function returnLicense(situation: Situation, instance: SeenInstance): Step | undefined {
  const { license } = situation.worker;
  if (!holdsLicense(license) || isLicenseLost(license)) return undefined;
  const licensing = licensingOf(situation);
  if (licensing !== undefined && isFree(licensing)) return sayLicense(situation, licenseFreed(situation, licensing));
  const step = stepTowards(licensing, instance);
  if (isFurther(step, license)) return say(situation, licensing, step);
  return giveUp(situation) ?? goOn(situation, licensing, instance);
}

function giveUp(situation: Situation): Step | undefined {
  const { step = 'cml' } = situation.worker.license;
  return isPatienceOver(situation) ? sayLost(situation, whyLost[step] ?? whyLost.cml) : undefined;
}

function goOn(situation: Situation, licensing: CmlLicensing | undefined, instance: SeenInstance): Step {
  if (licensing === undefined) return reachCml(situation, instance);
  return { do: 'deregister-license', stopsLabs: true, because: situation.worker.reason };
}

const whyLost: Partial<Record<LicenseStep, string>> & { readonly cml: string } = {
  host: 'its host did not start in time',
  cml: 'CML did not answer in time',
  asking: 'CML did not let go of it in time',
  heard: 'CML said to have given it back, and still has it',
};

function licensingOf({ seen: { cml } }: Situation): CmlLicensing | undefined {
  return cml?.up === true ? cml.licensing : undefined;
}

const steps = ['host', 'cml', 'asking', 'heard'] as const;
type ReturnStep = (typeof steps)[number];

function stepTowards(licensing: CmlLicensing | undefined, { state }: SeenInstance): ReturnStep {
  if (licensing !== undefined) return 'asking';
  return state === 'stopped' || state === 'stopping' ? 'host' : 'cml';
}

/** Steps go one way only, so that a host which goes up and down does not use up patience without end. */
function isFurther(step: ReturnStep, { operation, step: reached }: License): boolean {
  if (operation !== 'deregistering') return true;
  const before = steps.findIndex((each) => each === reached);
  return steps.indexOf(step) > before;
}

function say(situation: Situation, licensing: CmlLicensing | undefined, step: ReturnStep): Step {
  const license = licensing === undefined ? situation.worker.license : licenseOf(licensing);
  return sayLicense(situation, { ...withoutFailure(license), operation: 'deregistering', step });
}

/**
 * Counted from the commit of the step, so that no change of leaders begins it anew. A leader that comes late, when
 * nobody has tried for long, tries for a moment at least.
 */
function isPatienceOver({ worker, seen, at, settings }: Situation): boolean {
  const { stepSince = at } = worker.license;
  const triedMs = at - (seen.returningSince ?? at);
  return at - stepSince > settings.licensePatienceMs && triedMs >= settings.serviceGraceMs;
}

function reachCml({ settings }: Situation, { id, state }: SeenInstance): Step {
  if (state === 'stopped') return { do: 'start', instance: id, because: 'it starts once more to return its licence' };
  return wait(settings.busyPollMs, 'CML has to answer to return its licence');
}

export function sayLost(situation: Situation, because: string): Step {
  return sayLicense(situation, asLost(situation.worker.license, because));
}
