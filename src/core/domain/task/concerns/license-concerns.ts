import { instant } from '../../../kernel/index.ts';
import { holdsLicense, isLicenseLost, licenseEnding, licenseFault, type Worker } from '../../worker/index.ts';
import type { Concern, ConcernSource } from '../concern.ts';
import { about, after, isLeaving } from './about-worker.ts';

/** A licence that was not returned stays so when its worker has gone: somebody has to free the seat where it was issued. */
export const workerLicense: ConcernSource<'worker'> = (worker) => {
  const { license } = worker;
  const detail = licenseFault(worker)?.words ?? triedAgain(worker);
  if (detail === undefined || (isLeaving(worker) && !isLicenseLost(license))) return undefined;
  const title = `The licence of ${worker.name}`;
  const afterwards = isLicenseLost(license) ? withoutRecord(worker) : undefined;
  return about(worker, {
    cause: 'worker.licence',
    from: license.failedAt,
    title,
    detail,
    priority: 'high',
    afterwards,
  });
};

/** All by which somebody finds the seat where the licence was issued, when nobody can look at the worker any more. */
function withoutRecord({ name, instanceId, publicIp, privateIp, license }: Worker): string {
  const { instanceName, smartAccount, virtualAccount } = license;
  const known = Object.entries({
    instance: instanceId,
    'last address': publicIp ?? privateIp,
    'known to the licence server as': instanceName,
    'smart account': smartAccount,
    'virtual account': virtualAccount,
  }).flatMap(([what, value]) => (value === undefined ? [] : [`${what} ${value}`]));
  const words = known.length === 0 ? 'Nothing more is known of its host' : `Its host: ${known.join(', ')}`;
  return `The record of ${name} was deleted; its licence is still not returned. ${words}.`;
}

/** Another attempt is not yet the end of what failed: else each of them would raise a task of its own. */
function triedAgain({ license: { failures = 0, operation } }: Worker): string | undefined {
  return failures > 0 && operation !== undefined ? 'Its licence failed before, and is tried again now.' : undefined;
}

export const workerLicenseKept: ConcernSource<'worker'> = (worker, { returnLicenseMs }) => {
  const { status, license } = worker;
  if (status !== 'terminating' || !holdsLicense(license) || isLicenseLost(license)) return undefined;
  return about(worker, {
    cause: 'worker.licence-kept',
    from: after(worker, returnLicenseMs),
    title: `${worker.name} has not returned its licence`,
    detail: 'It is being terminated, which waits until its licence is returned. See whether its CML answers.',
    priority: 'high',
  });
};

interface Reminder extends Pick<Concern, 'cause' | 'priority'> {
  /** Before the end, when it begins and when it gives way to the next. */
  readonly days: number;
  readonly untilDays?: number;
}

const dayMs = 86_400_000;

/** A task each: one that was put aside comes back more urgent, while there is time. */
const reminders: readonly Reminder[] = [
  { cause: 'worker.licence-ends-14', days: 14, untilDays: 7, priority: 'normal' },
  { cause: 'worker.licence-ends-7', days: 7, untilDays: 1, priority: 'high' },
  { cause: 'worker.licence-ends-1', days: 1, untilDays: 0, priority: 'urgent' },
  { cause: 'worker.licence-ended', days: 0, priority: 'urgent' },
];

export const workerLicenseEnds = reminders.map(
  ({ cause, days, untilDays, priority }): ConcernSource<'worker'> =>
    (worker) => {
      const { license, name } = worker;
      const before = (atDays: number) => instant((license.expiresAt ?? 0) - atDays * dayMs);
      const ending = licenseEnding(license, before(days));
      if (ending === undefined || isLeaving(worker)) return undefined;
      const until = untilDays === undefined ? undefined : before(untilDays);
      const title = `The end of the licence of ${name}`;
      return about(worker, { cause, from: before(days), until, title, detail: ending.words, priority });
    },
);
