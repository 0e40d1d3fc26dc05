import { instant, toIso } from '../../../kernel/index.ts';
import type { Worker } from '../../worker/index.ts';
import type { Concern, ConcernLimits, ConcernSource } from '../concern.ts';
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

export const workerDrain: ConcernSource<'worker'> = (worker, limits) => {
  if (worker.status !== 'draining') return undefined;
  const { from, detail } = drainWaits(worker, limits);
  const title = `${worker.name} drains longer than it should`;
  return about(worker, { cause: 'worker.drain', from, title, detail, priority: 'normal' });
};

type Waits = Pick<Concern, 'from' | 'detail'>;

/** From when on a drain is late, and what there is to do about it then. */
function drainWaits(worker: Worker, { drainMs, cleanUpMs }: ConcernLimits): Waits {
  const { endsAt, whenTimeIsUp, forced } = worker.drain ?? {};
  if (forced !== undefined) {
    const detail = 'It was forced, and what was on it is still being collected or cleaned up. See the sessions on it.';
    return { from: instant(forced.at + cleanUpMs), detail };
  }
  if (endsAt === undefined) {
    const detail = 'Sessions are still on it. Wait for their end, end them, force the drain, or cancel it.';
    return { from: after(worker, drainMs), detail };
  }
  if (whenTimeIsUp === 'keep-waiting') {
    const detail = `Its time was up at ${toIso(endsAt)}, and sessions are still on it. Force the drain, or go on waiting.`;
    return { from: endsAt, detail };
  }
  const detail = 'Its time is up, and nobody has begun to force it. See whether the worker controller runs.';
  return { from: instant(endsAt + cleanUpMs), detail };
}

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
