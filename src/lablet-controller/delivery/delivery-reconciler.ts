import type { SessionView } from '@lcm/core/contracts/session';
import { openDeliveryOrder, type SessionId, type SessionReport } from '@lcm/core/domain/session';
import { effectiveSettings, settingsId } from '@lcm/core/domain/settings';
import type { Instant } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/control-plane';
import { defaultDeployment, deliverySessionId, LabDeliveryError } from '@lcm/core/ports/lab-delivery';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import { deliveryOf, type StepDeps } from '../session/step-handler.ts';
import { askDelivery, awayWords, deliveryGraceMs } from './ask-delivery.ts';
import { type DeliveryCall, isLive, noShowAt, planDelivery, type Seen } from './plan-delivery.ts';

export type AskDeps = Pick<StepDeps, 'controlPlane' | 'deliveries' | 'clock' | 'leadership'>;

export interface DeliveryDeps extends AskDeps {
  /** How often the delivery system is asked about a session that somebody may work in. */
  readonly lookMs: number;
}

const soonestRetryMs = 5_000;
const latestRetryMs = 60_000;
const looksAgain = again(0, 'its delivery changed');

/**
 * Asks the delivery system how the delivery of a session is, whatever its events have said, and has it do what operators
 * want. While it does not answer, the session goes on, says so, and is looked at again, ever more seldom.
 */
export function deliveryReconciler(deps: DeliveryDeps): Reconciler<SessionId> {
  /** Of this term: since when each session was asked for in vain. */
  const failing = new Map<SessionId, Instant>();
  return {
    name: 'delivery',
    async reconcile(id) {
      const session = await deps.controlPlane.get('session', id);
      if (session === undefined || !isAskedFor(session)) return forgotten(failing, id);
      try {
        const next = await look(session, deps);
        failing.delete(id);
        return next;
      } catch (error) {
        if (error instanceof ConflictError) return again(100, 'it changed while we looked');
        if (!(error instanceof LabDeliveryError)) throw error;
        const since = failing.get(id) ?? deps.clock.now();
        failing.set(id, since);
        return without(session, { since, error }, deps);
      }
    },
  };
}

function forgotten(failing: Map<SessionId, Instant>, id: SessionId): Next {
  failing.delete(id);
  return settled;
}

/** Whether anybody can work there, or somebody wants something of it that is not done. */
function isAskedFor(session: SessionView): boolean {
  if (session.delivery === undefined) return false;
  const { status } = session;
  if (isLive(session) || status === 'collecting' || status === 'grading') return true;
  return openDeliveryOrder(session) !== undefined;
}

async function look(session: SessionView, deps: DeliveryDeps): Promise<Next> {
  const seen = await askDelivery(session, deps);
  const plan = planDelivery(session, seen);
  if (plan?.do === 'call') {
    if (!deps.leadership.mayAct()) return again(1000, `our lead has to be renewed before it may ${plan.call}`);
    return called(session, await perform(session, plan.call, deps), deps);
  }
  if (plan === undefined) return asBefore(session, seen, deps);
  await tell(session, plan.report, deps);
  return looksAgain;
}

/** Nothing is to be done: at most it has not answered before, or does not know what it should. */
async function asBefore(session: SessionView, seen: Seen, deps: DeliveryDeps): Promise<Next> {
  if (seen === undefined && isLive(session)) throw new LabDeliveryError('not-found', 'it does not know this session');
  if (session.deliveryAway === undefined) return rest(session, seen, deps);
  await tell(session, { type: 'delivery-back' }, deps);
  return looksAgain;
}

/** After a call: what it has changed is reported at once; a system that says yes and does nothing is asked again later. */
async function called(session: SessionView, after: Seen, deps: DeliveryDeps): Promise<Next> {
  const plan = planDelivery(session, after);
  if (plan?.do !== 'report') return again(soonestRetryMs, 'its delivery follows');
  await tell(session, plan.report, deps);
  return looksAgain;
}

async function perform(session: SessionView, call: DeliveryCall, deps: AskDeps): Promise<Seen> {
  const id = deliverySessionId(session.delivery?.id ?? '');
  const system = deliveryOf(session, deps);
  if (call !== 'release') return (await system[call](id)).state;
  await system.release(id);
  return askDelivery(session, deps);
}

/** Nothing is new: until the next look, or until nobody who has not begun is waited for any longer. */
async function rest(session: SessionView, seen: Seen, deps: DeliveryDeps): Promise<Next> {
  if (!isLive(session)) return settled;
  const settings = await deps.controlPlane.get('settings', settingsId);
  const minutes = effectiveSettings(settings)['sessions.noShowMinutes'];
  const due = seen === 'PENDING' ? noShowAt(session, minutes) : undefined;
  const leftMs = due === undefined ? deps.lookMs : due - deps.clock.now();
  if (leftMs > 0) return again(Math.min(leftMs, deps.lookMs), 'the delivery system is asked now and then');
  const reason = `no-show: nobody began within ${minutes} min`;
  await tell(session, { type: 'ended', outcome: 'expired', reason }, deps);
  return looksAgain;
}

interface Failure {
  readonly since: Instant;
  readonly error: LabDeliveryError;
}

async function without(session: SessionView, { since: seenSince, error }: Failure, deps: DeliveryDeps): Promise<Next> {
  const since = session.deliveryAway?.since ?? seenSince;
  const failedMs = deps.clock.now() - since;
  const reason = awayWords(error);
  const deployment = session.delivery?.deployment ?? defaultDeployment;
  if (failedMs >= deliveryGraceMs && session.deliveryAway === undefined) {
    await tell(session, { type: 'delivery-away', since, reason, deployment }, deps);
  }
  return again(Math.min(Math.max(failedMs, soonestRetryMs), latestRetryMs), reason);
}

async function tell(session: SessionView, news: SessionReport, deps: AskDeps): Promise<void> {
  const told = await deps.controlPlane.send(
    'ReportSession',
    { sessionId: session.id, expectedVersion: session.version, report: news },
    { fence: deps.leadership.fence(), correlationId: session.id, causationId: 'delivery' },
  );
  if (!told.ok) throw new Error(`${session.id} refused "${news.type}": ${told.rejection.message}`);
}
