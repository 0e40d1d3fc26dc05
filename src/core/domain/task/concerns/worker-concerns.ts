import { type Instant, instant } from '../../../kernel/index.ts';
import type { Worker } from '../../worker/index.ts';
import type { Concern, ConcernSource } from '../concern.ts';

type Of = Pick<Concern, 'cause' | 'title' | 'detail' | 'priority'> & { readonly from?: Instant };

function about({ id, name, statusSince }: Worker, { from = statusSince, ...concern }: Of): Concern {
  return { ...concern, from, subject: { kind: 'worker', id, name } };
}

function after({ statusSince }: Worker, ms: number): Instant {
  return instant(statusSince + ms);
}

const ended: readonly Worker['status'][] = ['terminating', 'terminated'];
const up: readonly Worker['status'][] = ['running', 'draining'];

/** Whatever it is doing just now: a booking makes it try again, and it has still failed that often. */
export const workerGaveUp: ConcernSource<'worker'> = (worker, { launchAttempts }) => {
  if (worker.failures < launchAttempts || worker.desired === 'terminated' || ended.includes(worker.status)) {
    return undefined;
  }
  const title = `${worker.name} cannot be launched`;
  return about(worker, {
    cause: 'worker.gave-up',
    title,
    detail: `${worker.failures} launches in a row failed. The last said: ${worker.reason}`,
    priority: 'high',
  });
};

/** A licence that was not returned stays so when its worker has gone: somebody has to free the seat where it was issued. */
export const workerLicense: ConcernSource<'worker'> = (worker) => {
  const { failure, status } = worker.license;
  const isBad = worker.status !== 'terminated' && (status === 'expired' || status === 'invalid');
  if (failure === undefined && !isBad) return undefined;
  const detail = failure ?? `CML says that its licence is ${status}.`;
  return about(worker, { cause: 'worker.licence', title: `The licence of ${worker.name}`, detail, priority: 'high' });
};

export const workerLicenseKept: ConcernSource<'worker'> = (worker, { returnLicenseMs }) => {
  if (worker.status !== 'terminating' || worker.license.status !== 'registered') return undefined;
  return about(worker, {
    cause: 'worker.licence-kept',
    from: after(worker, returnLicenseMs),
    title: `${worker.name} has not returned its licence`,
    detail: 'It is being terminated, which waits until its licence is returned. See whether its CML answers.',
    priority: 'high',
  });
};

export const workerDrain: ConcernSource<'worker'> = (worker, { drainMs }) => {
  if (worker.status !== 'draining') return undefined;
  return about(worker, {
    cause: 'worker.drain',
    from: after(worker, drainMs),
    title: `${worker.name} drains longer than it should`,
    detail: 'Sessions are still on it. Wait for their end, end them, or cancel the drain.',
    priority: 'normal',
  });
};

export const workerUnknown: ConcernSource<'worker'> = (worker, { unknownMs }) => {
  if (worker.status !== 'unknown') return undefined;
  return about(worker, {
    cause: 'worker.unknown',
    from: after(worker, unknownMs),
    title: `Nobody knows how ${worker.name} is`,
    detail: worker.reason,
    priority: 'high',
  });
};

export const workerChecks: ConcernSource<'worker'> = (worker) => {
  const { checks } = worker;
  if (!up.includes(worker.status) || checks === undefined) return undefined;
  if (checks.system !== 'impaired' && checks.instance !== 'impaired') return undefined;
  return about(worker, {
    cause: 'worker.checks',
    title: `The host of ${worker.name} is impaired`,
    detail: `EC2 says: system ${checks.system}, instance ${checks.instance}.`,
    priority: 'high',
  });
};

export const workerService: ConcernSource<'worker'> = (worker) => {
  if (!up.includes(worker.status) || worker.service !== 'error') return undefined;
  return about(worker, {
    cause: 'worker.service',
    title: `CML on ${worker.name} reports an error`,
    detail: 'Its host runs, and CML on it does not. No session can begin there.',
    priority: 'high',
  });
};
