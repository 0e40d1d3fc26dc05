import { instant, toIso } from '../../../kernel/index.ts';
import { impairedSince, isImportedLaunch, type Worker } from '../../worker/index.ts';
import type { ConcernSource } from '../concern.ts';
import { about, isLeaving } from './about-worker.ts';

/** Who is in use is left to people: a reboot would end what may still work. */
export const workerChecks: ConcernSource<'worker'> = (worker) => {
  const { checks } = worker;
  const isUp = worker.status === 'running' || worker.status === 'draining';
  if (!isUp || checks === undefined) return undefined;
  if (checks.system !== 'impaired' && checks.instance !== 'impaired') return undefined;
  return about(worker, {
    cause: 'worker.checks',
    from: impairedSince(worker) ?? worker.statusSince,
    title: `The host of ${worker.name} is impaired`,
    detail: `EC2 says: system ${checks.system}, instance ${checks.instance}.`,
    priority: 'high',
  });
};

/** AWS ends or moves the host by itself: better somebody does it before, when nobody is on it. */
export const workerScheduledEvent: ConcernSource<'worker'> = (worker) => {
  const [event] = worker.checks?.events ?? [];
  if (event === undefined || isLeaving(worker)) return undefined;
  const when = event.notBefore === undefined ? '' : `, not before ${toIso(event.notBefore)}`;
  return about(worker, {
    cause: 'worker.scheduled-event',
    title: `AWS plans ${event.code} for the host of ${worker.name}`,
    detail: `${event.description}${when}. A stop and a start, when nobody is on it, bring it to another host.`,
    priority: 'high',
  });
};

const booting: readonly Worker['status'][] = ['provisioning', 'starting'];
const silent: readonly Worker['service'][] = ['unavailable', 'starting'];

/** What we launched ourselves is replaced when it does not come up; what somebody else did is left to people. */
export const workerAdopted: ConcernSource<'worker'> = (worker, { adoptedBootMs }) => {
  if (!isImportedLaunch(worker) || worker.desired !== 'running' || isLeaving(worker)) return undefined;
  const { name, status, statusSince, serviceSince = statusSince, instanceId = 'its instance' } = worker;
  const isBooting = booting.includes(status);
  const isSilent = (status === 'running' || status === 'draining') && silent.includes(worker.service);
  if (!isBooting && !isSilent) return undefined;
  const since = isBooting ? statusSince : Math.max(statusSince, serviceSince);
  const what = isBooting ? 'It does not pass the checks of EC2' : 'Its host runs, and no CML answers on it';
  return about(worker, {
    cause: 'worker.adopted-boot',
    from: instant(since + adoptedBootMs),
    title: `${name} does not come up`,
    detail: `${what}. Somebody else launched it, so it is not replaced: look at ${instanceId}, or terminate the worker.`,
    priority: 'high',
  });
};
