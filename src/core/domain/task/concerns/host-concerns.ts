import { instant, toIso } from '../../../kernel/index.ts';
import { impairedSince, isImportedLaunch, type Worker } from '../../worker/index.ts';
import type { ConcernSource } from '../concern.ts';
import { about, isLeaving } from './about-worker.ts';

/** Who is in use is left to people: a reboot would end what may still work. */
export const workerChecks: ConcernSource<'worker'> = (worker) => {
  const { checks } = worker;
  if (!isUp(worker) || checks === undefined) return undefined;
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
  const missing = missingOf(worker);
  if (missing === undefined) return undefined;
  const { name, instanceId = 'its instance' } = worker;
  return about(worker, {
    cause: 'worker.adopted-boot',
    from: instant(missing.since + adoptedBootMs),
    title: `${name} does not come up`,
    detail: `${missing.what}. Somebody else launched it, so it is not replaced: look at ${instanceId}, or terminate the worker.`,
    priority: 'high',
  });
};

/** What a host that shall run lacks for its work, and since when. */
function missingOf(worker: Worker): { readonly since: number; readonly what: string } | undefined {
  const { status, statusSince, service, serviceSince = statusSince } = worker;
  if (booting.includes(status)) return { since: statusSince, what: 'It does not pass the checks of EC2' };
  if (!isUp(worker) || !silent.includes(service)) return undefined;
  return { since: Math.max(statusSince, serviceSince), what: 'Its host runs, and no CML answers on it' };
}

function isUp({ status }: Worker): boolean {
  return status === 'running' || status === 'draining';
}
