import type { Worker } from '../../worker/index.ts';
import type { ConcernSource } from '../concern.ts';
import { about, after, isLeaving } from './about-worker.ts';

const up: readonly Worker['status'][] = ['running', 'draining'];

/** Whatever it is doing just now: a booking makes it try again, and it has still failed that often. */
export const workerGaveUp: ConcernSource<'worker'> = (worker, { launchAttempts }) => {
  if (worker.failures < launchAttempts || isLeaving(worker)) return undefined;
  const title = `${worker.name} cannot be launched`;
  return about(worker, {
    cause: 'worker.gave-up',
    title,
    detail: `${worker.failures} launches in a row failed. The last said: ${worker.reason}`,
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

export const workerService: ConcernSource<'worker'> = (worker) => {
  if (!up.includes(worker.status) || worker.service !== 'error') return undefined;
  return about(worker, {
    cause: 'worker.service',
    title: `CML on ${worker.name} reports an error`,
    detail: 'Its host runs, and CML on it does not. No session can begin there.',
    priority: 'high',
  });
};
