import type { InboxItemView } from '@lcm/core/contracts/cloud-event';
import type { SessionView } from '@lcm/core/contracts/session';
import { SessionId, type SessionReport } from '@lcm/core/domain/session';
import { ConflictError, type ControlPlane } from '@lcm/core/ports/control-plane';
import { sessionOfGrading } from '@lcm/core/ports/grading-engine';
import { type LabDeliveries, LabDeliveryError } from '@lcm/core/ports/lab-delivery';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import { askDelivery } from '../delivery/ask-delivery.ts';
import { planDelivery } from '../delivery/plan-delivery.ts';
import type { Leadership } from '../leadership.ts';

export interface InboxReconcilerDeps {
  readonly controlPlane: ControlPlane;
  readonly deliveries: LabDeliveries;
  readonly leadership: Leadership;
  /** What is done about a session now and then anyway, at once. */
  readonly lookAt: (id: SessionId, signal: AbortSignal) => Promise<void>;
  /** When an event that came too early is looked at again. */
  readonly earlyRetryMs: number;
}

/**
 * What the delivery system says a candidate did, by the types of its CloudEvents. That somebody began or finished stays
 * true however late it is heard. Whether somebody pauses does not: of that the delivery system is asked.
 */
const meanings: Readonly<Record<string, (session: SessionView) => SessionReport | undefined>> = {
  'io.lablet.lds.session.running.v1': ({ status }) => (status === 'running' ? undefined : { type: 'delivery-started' }),
  'io.lablet.lds.session.ended.v1': () => ({ type: 'delivery-ended', reason: 'the candidate has finished' }),
  'io.lablet.lds.session.paused.v1': () => undefined,
};

/** Acts on one event of the outside. Twice is harmless; one that came too early waits until its session is there. */
export function inboxReconciler(deps: InboxReconcilerDeps): Reconciler<string> {
  return {
    name: 'inbox',
    async reconcile(id, signal) {
      const item = await deps.controlPlane.get('inbox', id);
      if (item === undefined || item.handled !== undefined) return settled;
      try {
        return await (tellsOfGrading(item) ? hearGrader(item, deps, signal) : act(item, deps));
      } catch (error) {
        if (error instanceof ConflictError) return again(100, 'its session changed while we looked');
        throw error;
      }
    },
  };
}

const gradingTypes: readonly string[] = ['assessment.grading.completed.v1', 'assessment.grading.failed.v1'];

function tellsOfGrading({ event }: InboxItemView): boolean {
  return gradingTypes.includes(event.type);
}

/** What the grading engine tells only has us ask it: early, late or twice that is the same. */
async function hearGrader(item: InboxItemView, deps: InboxReconcilerDeps, signal: AbortSignal): Promise<Next> {
  const id = sessionOfGrading(item.event.subject ?? '') ?? '';
  if (!SessionId.is(id)) return handled(item, `ignored: ${item.event.subject ?? 'no subject'} is no grading`, deps);
  await deps.lookAt(id, signal);
  return handled(item, `noted: the grading engine is asked about ${id}`, deps);
}

async function act(item: InboxItemView, deps: InboxReconcilerDeps): Promise<Next> {
  const meaning = meanings[item.event.type];
  if (meaning === undefined) return handled(item, `ignored: nobody acts on ${item.event.type}`, deps);
  const session = await sessionOf(item, deps.controlPlane);
  if (session === undefined) return handled(item, `ignored: ${item.event.subject ?? 'no subject'} is no session`, deps);
  const report = meaning(session) ?? (await newsOf(session, deps));
  return report === undefined
    ? handled(item, `noted: nothing is new of ${session.id}`, deps)
    : reportTo(session, { item, report }, deps);
}

/** What the delivery system says now; while it does not answer, its session is looked at later anyway. */
async function newsOf(session: SessionView, deps: InboxReconcilerDeps): Promise<SessionReport | undefined> {
  try {
    const plan = planDelivery(session, await askDelivery(session, deps));
    return plan?.do === 'report' ? plan.report : undefined;
  } catch (error) {
    if (error instanceof LabDeliveryError) return undefined;
    throw error;
  }
}

async function sessionOf({ event }: InboxItemView, controlPlane: ControlPlane): Promise<SessionView | undefined> {
  const reference = event.subject ?? referenceIn(event.data);
  return reference !== undefined && SessionId.is(reference) ? controlPlane.get('session', reference) : undefined;
}

function referenceIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('reference' in data)) return undefined;
  return typeof data.reference === 'string' ? data.reference : undefined;
}

interface News {
  readonly item: InboxItemView;
  readonly report: SessionReport;
}

async function reportTo(session: SessionView, { item, report }: News, deps: InboxReconcilerDeps): Promise<Next> {
  const told = await deps.controlPlane.send(
    'ReportSession',
    { sessionId: session.id, expectedVersion: session.version, report },
    { fence: deps.leadership.fence(), correlationId: session.id, causationId: item.event.id },
  );
  if (told.ok) return handled(item, `${session.id}: ${report.type}`, deps);
  if (told.rejection.code !== 'session.wrong-state') {
    return handled(item, `${session.id} refused it: ${told.rejection.message}`.slice(0, 500), deps);
  }
  return again(deps.earlyRetryMs, `${session.id} is still ${session.status}: its event came early`);
}

async function handled({ id, event }: InboxItemView, result: string, deps: InboxReconcilerDeps): Promise<Next> {
  const told = await deps.controlPlane.send(
    'HandleInboxItem',
    { itemId: id, result },
    { fence: deps.leadership.fence(), correlationId: id, causationId: event.id },
  );
  if (!told.ok) throw new Error(`inbox item ${id} cannot be closed: ${told.rejection.message}`);
  return settled;
}
