import { areSameChecks, isImportedLaunch, type WorkerStatus, workerTransitions } from '@lcm/core/domain/worker';
import type { SeenInstance } from '@lcm/core/ports/instances';
import { endHold, giveUp } from './judge.ts';
import { launchFailed } from './launch-failure.ts';
import { stillUsed } from './plan-activity.ts';
import { planImpaired } from './plan-impaired.ts';
import { planService } from './plan-service.ts';
import { type HostReport, isBusy, type Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';

type HostStatus = HostReport['status'];

/** Follows what EC2 shows of the present launch, and brings the host to what is wanted of it. */
export function planHost(situation: Situation): Step {
  const { instance } = situation.seen;
  const step = endHold(situation);
  if (step !== undefined) return step;
  if (instance === undefined) return planUnseen(situation);
  switch (instance.state) {
    case 'pending':
      return planBooting(situation, instance);
    case 'running':
      return planUp(situation, instance);
    case 'stopping':
      return news(situation, 'stopping', whyStopped(instance)) ?? wait(situation.settings.busyPollMs, 'EC2 stops it');
    case 'stopped':
      return planDown(situation, instance);
    case 'shutting-down':
    case 'terminated':
      return launchFailed(situation, `its instance is gone${code(instance)}`);
  }
}

function planUnseen(situation: Situation): Step {
  const { worker, seen, at, settings } = situation;
  const unseenMs = at - Math.max(worker.statusSince, seen.missingSince ?? at);
  if (unseenMs >= settings.readLagMs) return giveUp(situation, 'its instance is not there any more');
  return wait(settings.busyPollMs, 'EC2 does not show its instance, reads may lag');
}

function planBooting(situation: Situation, instance: SeenInstance): Step {
  const { worker, settings } = situation;
  const to = worker.status === 'provisioning' ? 'provisioning' : 'starting';
  const step = news(situation, to, 'EC2 brings the host up');
  // EC2 refuses to stop what is still pending, so a changed mind waits for it.
  return step ?? late(situation) ?? wait(settings.busyPollMs, `${instance.id} is booting`);
}

function planUp(situation: Situation, instance: SeenInstance): Step {
  const { worker } = situation;
  if (!isBusy(situation)) {
    if (worker.desired === 'stopped') return planStop(situation, instance);
    if (worker.status === 'draining') return { do: 'ask-stop', because: 'drained: no session is left on it' };
  }
  if (!isUp(worker) && !checksPassed(situation)) return planChecks(situation);
  const step = news(situation, 'running', 'the host runs and passed its checks') ?? planImpaired(situation);
  return step ?? planService(situation);
}

function isUp({ status }: Situation['worker']): boolean {
  return status === 'running' || status === 'draining';
}

function planChecks(situation: Situation): Step {
  const step = news(situation, 'starting', 'the host runs, its checks are not passed yet');
  return step ?? late(situation) ?? wait(situation.settings.busyPollMs, 'waits for the checks of the host');
}

function planStop(situation: Situation, { id }: SeenInstance): Step {
  const { desiredReason } = situation.worker;
  const step = stillUsed(situation) ?? news(situation, 'stopping', desiredReason);
  return step ?? { do: 'stop', instance: id, because: desiredReason };
}

function planDown(situation: Situation, instance: SeenInstance): Step {
  const { worker, settings } = situation;
  const { desired, desiredReason, status } = worker;
  // "starting" is committed before the call, so that whoever reads the worker knows what is on its way.
  if (desired === 'running' && status === 'starting') {
    return late(situation) ?? { do: 'start', instance: instance.id, because: desiredReason };
  }
  const to = desired === 'running' && status === 'stopped' ? 'starting' : 'stopped';
  const reason = to === 'starting' ? desiredReason : whyStopped(instance);
  return news(situation, to, reason) ?? wait(settings.restPollMs, desiredReason);
}

/** A boot that takes too long has failed; its launch is ended and replaced. */
function late(situation: Situation): Step | undefined {
  const { worker, at, settings } = situation;
  const tookMs = at - worker.statusSince;
  if (tookMs <= settings.bootDeadlineMs) return undefined;
  if (isImportedLaunch(worker))
    return wait(settings.idlePollMs, 'it boots for too long; an operator has to look at it');
  return launchFailed(
    situation,
    `it was ${worker.status} for ${Math.round(tookMs / 60_000)} minutes without passing its checks`,
  );
}

/** What is new about the host, if anything, on the lifecycle's shortest way to `to`. */
function news(situation: Situation, to: HostStatus, reason: string): Step | undefined {
  const { worker } = situation;
  const status = firstHop(worker.status, to);
  // A draining host runs: to the lifecycle that is no news.
  const moved = status !== worker.status && !(worker.status === 'draining' && to === 'running');
  const facts = factsOf(situation, to);
  if (!(moved && status !== undefined) && !areNew(worker, facts)) return undefined;
  return tell({ type: 'host', launch: worker.launch, status: status ?? to, reason, ...facts });
}

type Facts = Pick<HostReport, 'publicIp' | 'privateIp' | 'checks'>;

function factsOf({ seen }: Situation, to: HostStatus): Facts {
  const { publicIp, privateIp } = seen.instance ?? {};
  return { publicIp, privateIp, checks: to === 'starting' || to === 'running' ? seen.checks : undefined };
}

function areNew(known: Facts, { publicIp, privateIp, checks }: Facts): boolean {
  const moved = known.publicIp !== publicIp || known.privateIp !== privateIp;
  if (moved || checks === undefined) return moved;
  return !areSameChecks(known.checks, checks);
}

const hostStatuses: readonly WorkerStatus[] = ['provisioning', 'starting', 'running', 'stopping', 'stopped'];

/** The table does not lead from everywhere to everywhere: `stopped` becomes `running` by way of `starting`. */
export function firstHop(from: WorkerStatus, to: HostStatus): HostStatus | undefined {
  if (from === to) return to;
  const next = hops(from);
  return next.find((hop) => hop === to) ?? next.find((hop) => hops(hop).includes(to));
}

function hops(from: WorkerStatus): readonly HostStatus[] {
  const next: readonly WorkerStatus[] = workerTransitions[from];
  return next.filter((status): status is HostStatus => hostStatuses.includes(status));
}

function checksPassed({ seen: { checks } }: Situation): boolean {
  return checks !== undefined && isPassed(checks.system) && isPassed(checks.instance);
}

function isPassed(check: string): boolean {
  return check === 'ok' || check === 'not-applicable';
}

function whyStopped(instance: SeenInstance): string {
  return `EC2 stopped it${code(instance)}`;
}

function code({ stateReason }: SeenInstance): string {
  return stateReason ? ` (${stateReason})` : '';
}
