import {
  asUnconfirmed,
  isLicenseLost,
  isReturnUnheard,
  isSameLicense,
  type License,
  wantedLicense,
} from '@lcm/core/domain/worker';
import type { CmlLicensing } from '@lcm/core/ports/cml';
import { isFree, licenseOf } from './license-state.ts';
import type { Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';
import type { WorkerSettings } from './worker-settings.ts';

export function sayLicense({ worker }: Pick<Situation, 'worker'>, license: License): Step {
  return tell({ type: 'license', launch: worker.launch, license });
}

/** Takes over what CML says of its licence; nothing when that is known and at rest. */
export function followLicense(situation: Situation, licensing: CmlLicensing): Step | undefined {
  const license = asSeen(situation, licensing);
  if (!isSameLicense(situation.worker.license, license)) return sayLicense(situation, license);
  return license.operation === undefined ? undefined : settling(situation);
}

export function settling({ settings }: Pick<Situation, 'settings'>): Step {
  return wait(settings.busyPollMs, 'the licence server is at work');
}

/** Before an operation begins or when it has ended well: what CML remembers of an earlier attempt is no news then. */
export function withoutFailure({ failure: _, ...license }: License): License {
  return license;
}

/** How long nothing is tried after a failure: longer after each registration that failed in a row. */
export function restAfterFailure({ worker, at, settings }: Situation): number {
  const { license } = worker;
  if (license.failure === undefined || license.failedAt === undefined || isLicenseLost(license)) return 0;
  return Math.max(0, license.failedAt + retryMs(license.failures ?? 0, settings) - at);
}

const mostDoublings = 5;

function retryMs(failures: number, { licenseRetryMs }: WorkerSettings): number {
  return licenseRetryMs * 2 ** Math.min(mostDoublings, Math.max(0, failures - 1));
}

/** What CML says of a licence that it has none of any more: whether that means its seat is free, only its answer told. */
export function licenseFreed({ worker }: Pick<Situation, 'worker'>, licensing: CmlLicensing): License {
  const license = withoutFailure(licenseOf(licensing));
  return isReturnUnheard(worker.license) ? asUnconfirmed(license) : license;
}

/** CML's words, and ours where it has none: that it takes too long, or what the last attempt failed of. */
function asSeen(situation: Situation, licensing: CmlLicensing): License {
  const { worker } = situation;
  if (isFree(licensing) && isReturnUnheard(worker.license)) return licenseFreed(situation, licensing);
  const told = licenseOf(licensing);
  const license = withoutFailure(told);
  const refused = wantedLicense(worker) === 'unregistered' ? undefined : told.failure;
  const failure = overdue(situation, license) ?? stillFailed(worker.license, license) ?? refused;
  return failure === undefined ? license : { ...license, failure };
}

function overdue({ worker, at, settings }: Situation, { operation }: License): string | undefined {
  const { license } = worker;
  if (operation === undefined || operation !== license.operation) return undefined;
  if (at - (license.operationSince ?? at) <= settings.licenseTimeoutMs) return undefined;
  return `the licence server has not answered within ${inMinutes(settings.licenseTimeoutMs)}; CML goes on asking it`;
}

export function inMinutes(ms: number): string {
  return `${Math.round(ms / 60_000)} minutes`;
}

function stillFailed(before: License, now: License): string | undefined {
  if (now.operation !== undefined) return undefined;
  if (isLicenseLost(before)) return now.status === 'registered' ? undefined : before.failure;
  return before.operation === undefined && before.status === now.status ? before.failure : undefined;
}
