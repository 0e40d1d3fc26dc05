import type { OperationView } from '@lcm/core/contracts/operation';
import { holdsLicense, isLicenseLost, licenseFault, type Worker } from '@lcm/core/domain/worker';
import type { Commit } from '@lcm/core/ports/state-store';
import type { Outcome, Point } from './operation-outcome.ts';

type Wanted = Extract<OperationView['wanted'], 'registered' | 'unregistered'>;

/** What a commit orders of the licence; undefined when it orders something else. */
export function licenseOrdered({ events }: Commit): Wanted | undefined {
  for (const { type } of events) {
    if (type === 'WorkerLicenseRegistrationRequested') return 'registered';
    if (type === 'WorkerLicenseDeregistrationRequested') return 'unregistered';
  }
  return undefined;
}

/** What became of an order about the licence, by the licence alone: its host may go up and down meanwhile. */
export function licenseOutcome(wanted: Wanted, ordered: Point, later: readonly Point[]): Outcome {
  for (const { worker, commit } of [ordered, ...later]) {
    if (commit !== ordered.commit && isReplaced(wanted, worker, commit))
      return { state: 'superseded', endedAt: commit.at };
    if (isReached(wanted, worker)) return { state: 'done', endedAt: commit.at, result: true };
  }
  const message = failureOf(wanted, (later.at(-1) ?? ordered).worker);
  return message === undefined ? { state: 'requested' } : { state: 'failed', error: { message } };
}

/** Whoever has a worker terminated has its licence given back. */
function isReplaced(wanted: Wanted, { desired }: Worker, commit: Commit): boolean {
  return licenseOrdered(commit) !== undefined || (wanted === 'registered' && desired === 'terminated');
}

function isReached(wanted: Wanted, { license, licenseOrder }: Worker): boolean {
  if (wanted === 'unregistered') return !holdsLicense(license) && !isLicenseLost(license);
  // One that is registered stays so until it is registered anew.
  const isAnew = licenseOrder?.reregister === true;
  return license.status === 'registered' && license.operation === undefined && license.failure === undefined && !isAnew;
}

function failureOf(wanted: Wanted, worker: Worker): string | undefined {
  const { license, licenseOrder } = worker;
  if (license.failure !== undefined) return license.failure;
  const isUnderWay = license.operation !== undefined || licenseOrder?.reregister === true;
  return wanted === 'unregistered' || isUnderWay ? undefined : licenseFault(worker)?.words;
}
