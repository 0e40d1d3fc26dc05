import type { Instant } from '../../kernel/index.ts';
import { addMonths, type CostAccount, runCost, volumeCost } from './cost.ts';
import { holdsLicense, isLicenseLost } from './license.ts';
import type { WorkerStatus } from './lifecycle.ts';
import type { Worker } from './worker.ts';

const billed: readonly WorkerStatus[] = ['running', 'draining'];
/**
 * Nobody knows: what ran goes on being billed until it is seen to be gone. A failed launch is not among them: its instance is
 * ended at once, and a worker that has given up may stay failed for days with nothing left to bill.
 */
const asBefore: readonly WorkerStatus[] = ['starting', 'unknown'];
const withoutHost: readonly WorkerStatus[] = ['failed', 'terminated'];

/** The worker after an event, with its account: a run begins and ends with its state, its volume with its instance. */
export function countCost(before: Worker, after: Worker, at: Instant): Worker {
  if (isAlike(before, after)) return after;
  const account = before.cost ?? { since: at, starts: 0, months: {} };
  const { spec } = after;
  const exists = after.instanceId !== undefined && !withoutHost.includes(after.status);
  if (before.cost === undefined && !exists) return after;
  const runs = exists && isBilled(after, account);
  return { ...after, cost: existing(running(account, { runs, spec, at }), { exists, spec, at }) };
}

function isAlike(a: Worker, b: Worker): boolean {
  return a.status === b.status && a.instanceId === b.instanceId && a.checks === b.checks && a.license === b.license;
}

/** One that starts is billed once EC2 checks it: before that it may wait for a host that EC2 does not have. */
function isBilled(worker: Worker, { runsSince }: CostAccount): boolean {
  const { status, checks } = worker;
  if (status === 'starting' && checks !== undefined) return true;
  if (billed.includes(status)) return true;
  if (status === 'terminating') return returnsLicense(worker, runsSince !== undefined);
  return asBefore.includes(status) && runsSince !== undefined;
}

/**
 * It runs on until its licence is given back; then it is ended at once. One that is started only for that is billed from
 * when CML answers: nobody tells when EC2 began to run it, and it may never come up.
 */
function returnsLicense({ license }: Worker, ran: boolean): boolean {
  const isAsked = license.operation === 'deregistering' && license.step !== 'host' && license.step !== 'cml';
  const runs = ran || isAsked;
  return runs && holdsLicense(license) && !isLicenseLost(license);
}

function running(
  account: CostAccount,
  { runs, spec, at }: { runs: boolean; spec: Worker['spec']; at: Instant },
): CostAccount {
  const { runsSince, starts, months } = account;
  if (runs === (runsSince !== undefined)) return account;
  if (runsSince === undefined) return { ...account, runsSince: at, starts: starts + 1 };
  return { ...account, runsSince: undefined, months: addMonths(months, runCost(runsSince, at, spec)) };
}

function existing(
  account: CostAccount,
  { exists, spec, at }: { exists: boolean; spec: Worker['spec']; at: Instant },
): CostAccount {
  const { existsSince, months } = account;
  if (exists === (existsSince !== undefined)) return account;
  if (existsSince === undefined) return { ...account, existsSince: at };
  return { ...account, existsSince: undefined, months: addMonths(months, volumeCost(existsSince, at, spec)) };
}
