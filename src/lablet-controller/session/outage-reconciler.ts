import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import {
  isHostLost,
  isLabOut,
  labUpSince,
  needsLab,
  openLabSuspension,
  type SessionReport,
} from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { again, type Reconciler, settled } from '@lcm/core/reconcile';
import { cmlOf, findLab } from './lab-of-session.ts';
import { outcomeOf } from './outcome-of.ts';
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

/**
 * Starts labs again whose host was stopped under their sessions and is back. That it went down is committed before anything
 * is started, so that a successor goes on with it, and people read what was lost.
 */
export function outageReconciler(deps: OutageDeps): Reconciler<WorkerId> {
  /** Of this term: the CML that is up since then has no lab that is down without its session knowing. */
  const judged = new Map<WorkerId, Instant>();
  return {
    name: 'lab-outage',
    async reconcile(id) {
      const host = hostOf(await deps.controlPlane.get('worker', id), deps);
      if (host === undefined || judged.get(id) === host.since) return settled;
      const open = await bringAllOn(host, deps);
      if (open > 0) return again(deps.pollMs, `labs of ${host.worker.name} come up again, or may have to`);
      judged.set(id, host.since);
      return settled;
    },
  };
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
  try {
    await deps.controlPlane.send(
      'ReportSession',
      { sessionId: session.id, expectedVersion: session.version, report },
      { fence: deps.leadership.fence(), correlationId: session.id, causationId: 'lab-outage' },
    );
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
  return true;
}

async function reportOf(session: SessionView, host: Host, deps: OutageDeps): Promise<SessionReport | undefined> {
  const outSince = isLabOut(session) ? session.outage?.since : undefined;
  const isKnown = outSince !== undefined && outSince >= host.since;
  const news = isKnown ? undefined : await newOutage(session, host.worker, deps);
  if (news !== undefined || outSince === undefined) return news;
  const outcome = await restore(session, deps).catch(outcomeOf);
  return restored(outcome, deps.clock.now() >= outSince + patienceMs);
}

function restored(outcome: StepOutcome, isLate: boolean): SessionReport | undefined {
  if (outcome.kind === 'done') return { type: 'lab-up', reason: outcome.message };
  if (!isLate) return undefined;
  const why = outcome.kind === 'not-yet' ? outcome.because : outcome.message;
  return failed(`its lab did not come up again within ${patienceMs / minuteMs} minutes: ${why}`);
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
  if (lab === undefined) return failed(`its lab is not on ${worker.name} any more`);
  if (!isDown(lab)) return undefined;
  const reason = `${worker.name} was stopped under it: what was not saved on its nodes is lost, and they are started again`;
  return { type: 'lab-down', reason };
}

function failed(reason: string): SessionReport {
  return { type: 'ended', outcome: 'failed', reason };
}

/** A host that was stopped may have another address since. */
async function restore(session: SessionView, deps: OutageDeps): Promise<StepOutcome> {
  const started = await startLab(session, deps);
  if (started.kind !== 'done' || session.delivery === undefined) return started;
  const published = await publishDevices(session, deps);
  return published.kind === 'done' ? done(`${started.message}, ${published.message}`) : published;
}
