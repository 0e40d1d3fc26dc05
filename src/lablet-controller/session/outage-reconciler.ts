import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { isLabOut, labUpSince, needsLab, type SessionReport } from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
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
      const worker = await deps.controlPlane.get('worker', id);
      const since = worker?.serviceSince;
      if (worker === undefined || since === undefined || cmlOf(worker, deps) === undefined) return settled;
      if (judged.get(id) === since) return settled;
      const sessions = await deps.controlPlane.list('session');
      const concerned = sessions.filter((session) => mayBeOut(session, id, since));
      let open = deps.clock.now() < since + settleMs ? concerned.length : 0;
      for (const session of concerned) if (await bringOn(session, { worker, since }, deps)) open += 1;
      if (open > 0) return again(deps.pollMs, `labs of ${worker.name} come up again, or may have to`);
      judged.set(id, since);
      return settled;
    },
  };
}

function mayBeOut(session: SessionView, workerId: WorkerId, since: Instant): boolean {
  if (!needsLab(session) || session.placement?.workerId !== workerId) return false;
  const upSince = labUpSince(session);
  return isLabOut(session) || (upSince !== undefined && upSince < since);
}

interface Host {
  readonly worker: WorkerView;
  /** When its CML came back. */
  readonly since: Instant;
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
  const { outage } = session;
  const isKnown = isLabOut(session) && outage !== undefined && outage.since >= host.since;
  const news = isKnown ? undefined : await newOutage(session, host.worker, deps);
  if (news !== undefined || outage === undefined || !isLabOut(session)) return news;
  const outcome = await restore(session, deps).catch(outcomeOf);
  if (outcome.kind === 'done') return { type: 'lab-up', reason: outcome.message };
  if (deps.clock.now() < outage.since + patienceMs) return undefined;
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
  if (cml === undefined) return undefined;
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
