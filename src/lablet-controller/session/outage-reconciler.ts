import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import {
  isHostLost,
  isLabOut,
  labUpSince,
  needsLab,
  openLabSuspension,
  restorable,
  type SessionReport,
} from '@lcm/core/domain/session';
import type { WorkerId, WorkerStatus } from '@lcm/core/domain/worker';
import { type Instant, toIso } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import { cmlOf, findLab } from './lab-of-session.ts';
import { outcomeOf } from './outcome-of.ts';
import { putBackKept } from './put-back.ts';
import { done, type StepDeps, type StepOutcome } from './step-handler.ts';
import { publishDevices } from './steps/publish-devices.ts';
import { startLab } from './steps/start-lab.ts';
import { isDown } from './steps/stop-lab.ts';

export interface OutageDeps extends StepDeps {
  readonly pollMs: number;
}

const minuteMs = 60_000;
/** So long after it came back CML is asked: what it says of its labs at first may be of before. */
const settleMs = 5 * minuteMs;
/** So long a lab may take to come up again before its session fails. */
const patienceMs = 20 * minuteMs;

/** A host in one of these runs nothing, whatever becomes of it. */
const down: readonly WorkerStatus[] = ['stopping', 'stopped', 'starting'];

/**
 * Tells sessions that their host has gone down, and starts labs again whose host was stopped under their sessions and is back. That it went down is committed before anything
 * is started, so that a successor goes on with it, and people read what was lost.
 */
export function outageReconciler(deps: OutageDeps): Reconciler<WorkerId> {
  /** Of this term: the CML that is up since then has no lab that is down without its session knowing. */
  const judged = new Map<WorkerId, Instant>();
  return {
    name: 'lab-outage',
    async reconcile(id) {
      const worker = await deps.controlPlane.get('worker', id);
      if (worker !== undefined && down.includes(worker.status)) return tellAllOf(worker, deps);
      const host = hostOf(worker, deps);
      if (host === undefined || judged.get(id) === host.since) return settled;
      const open = await bringAllOn(host, deps);
      if (open > 0) return again(deps.pollMs, `labs of ${host.worker.name} come up again, or may have to`);
      judged.set(id, host.since);
      return settled;
    },
  };
}

/** Those whose lab it had do not know yet when it comes back, but since when they are without. */
async function tellAllOf(worker: WorkerView, deps: OutageDeps): Promise<Next> {
  const sessions = await deps.controlPlane.list('session');
  const reason = `${worker.name} went down under it: its lab is started again as soon as that is back`;
  for (const session of sessions) {
    if (session.placement?.workerId !== worker.id || !hasLabUp(session) || isHostLost(session, worker)) continue;
    await tell(session, labDown(session, worker, { reason, deps }), deps);
  }
  return settled;
}

function hasLabUp(session: SessionView): boolean {
  return needsLab(session) && !isLabOut(session);
}

interface Down {
  readonly reason: string;
  readonly deps: Pick<OutageDeps, 'clock'>;
}

/** Since CML was lost, unless its lab was started after that. */
function labDown(
  session: SessionView,
  { serviceLostAt: lostAt }: Pick<WorkerView, 'serviceLostAt'>,
  { reason, deps }: Down,
): SessionReport {
  const isKnown = lostAt !== undefined && lostAt >= (labUpSince(session) ?? lostAt);
  return { type: 'lab-down', reason, since: isKnown ? lostAt : deps.clock.now() };
}

async function tell(session: SessionView, report: SessionReport, deps: OutageDeps): Promise<void> {
  try {
    await deps.controlPlane.send(
      'ReportSession',
      { sessionId: session.id, expectedVersion: session.version, report },
      { fence: deps.leadership.fence(), correlationId: session.id, causationId: 'lab-outage' },
    );
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

interface Host {
  readonly worker: WorkerView;
  /** When its CML came back. */
  readonly since: Instant;
}

/** The worker, while its CML answers. */
function hostOf(worker: WorkerView | undefined, deps: OutageDeps): Host | undefined {
  const since = worker?.serviceSince;
  if (worker === undefined || since === undefined || cmlOf(worker, deps) === undefined) return undefined;
  return { worker, since };
}

/** How many of its sessions have to be looked at again. */
async function bringAllOn(host: Host, deps: OutageDeps): Promise<number> {
  const sessions = await deps.controlPlane.list('session');
  const concerned = sessions.filter((session) => mayBeOut(session, host.worker.id, host.since));
  // While something else brings a lab back it is not our concern; when that is over it may be.
  let open = deps.clock.now() < host.since + settleMs ? concerned.length : suspendedOn(sessions, host.worker.id);
  for (const session of concerned) if (await bringOn(session, host, deps)) open += 1;
  return open;
}

function suspendedOn(sessions: readonly SessionView[], workerId: WorkerId): number {
  return sessions.filter((one) => one.placement?.workerId === workerId && openLabSuspension(one) !== undefined).length;
}

function mayBeOut(session: SessionView, workerId: WorkerId, since: Instant): boolean {
  if (!needsLab(session) || session.placement?.workerId !== workerId) return false;
  const upSince = labUpSince(session);
  return isLabOut(session) || (upSince !== undefined && upSince < since);
}

/** Whether there is more to do about it. */
async function bringOn(session: SessionView, host: Host, deps: OutageDeps): Promise<boolean> {
  const report = await reportOf(session, host, deps);
  if (report === undefined) return isLabOut(session);
  await tell(session, report, deps);
  return true;
}

async function reportOf(session: SessionView, host: Host, deps: OutageDeps): Promise<SessionReport | undefined> {
  const outSince = isLabOut(session) ? session.outage?.since : undefined;
  const isKnown = outSince !== undefined && outSince >= host.since;
  const news = isKnown ? undefined : await newOutage(session, host.worker, deps);
  return news !== undefined || outSince === undefined ? news : broughtUp(session, outSince, deps);
}

async function broughtUp(
  session: SessionView,
  outSince: Instant,
  deps: OutageDeps,
): Promise<SessionReport | undefined> {
  const outcome = await restore(session, deps).catch(outcomeOf);
  if (outcome.kind === 'done') return { type: 'lab-up', reason: outcome.message };
  return deps.clock.now() >= outSince + patienceMs ? givenUp(session, outcome) : undefined;
}

/** Whoever was at work is graded by what was kept; for whoever was not there is nothing to grade. */
function givenUp({ status }: SessionView, outcome: Exclude<StepOutcome, { readonly kind: 'done' }>): SessionReport {
  const why = outcome.kind === 'not-yet' ? outcome.because : outcome.message;
  const reason = `its lab did not come up again within ${patienceMs / minuteMs} minutes: ${why}`;
  return status === 'running' ? { type: 'delivery-ended', reason } : { type: 'ended', outcome: 'failed', reason };
}

/** What has become of a lab whose CML was away; nothing where it goes on as before. */
async function newOutage(
  session: SessionView,
  worker: WorkerView,
  deps: OutageDeps,
): Promise<SessionReport | undefined> {
  const cml = cmlOf(worker, deps);
  if (cml === undefined || isHostLost(session, worker)) return undefined;
  const lab = await findLab(session, cml);
  // It is brought up anew like that of a host that was lost, with what was kept of it.
  if (lab === undefined) return { type: 'host-lost', reason: `its lab is not on ${worker.name} any more` };
  if (!isDown(lab)) return undefined;
  const reason = `${worker.name} was stopped under it: its nodes are started again ${withWhat(session)}`;
  return labDown(session, worker, { reason, deps });
}

function withWhat(session: SessionView): string {
  const saved = restorable(session);
  if (saved === undefined) return 'from their disks, and what was not saved there is lost';
  return `with what was kept of them at ${toIso(saved.at)} or later, and what came after that is lost`;
}

/** A host that was stopped may have another address since. */
async function restore(session: SessionView, deps: OutageDeps): Promise<StepOutcome> {
  const prepared = await putBackKept(session, deps);
  if (prepared.kind !== 'done') return prepared;
  const started = await startLab(session, deps);
  if (started.kind !== 'done' || session.delivery === undefined) return started;
  const published = await publishDevices(session, deps);
  return published.kind === 'done' ? done(`${started.message}, ${published.message}`) : published;
}
