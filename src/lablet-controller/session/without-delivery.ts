import type { SessionView } from '@lcm/core/contracts/session';
import { isOnlyDeliveryLeft, type PipelineName, type SessionReport } from '@lcm/core/domain/session';
import { awayWords, deliveryGraceMs } from '../delivery/ask-delivery.ts';
import type { StepDeps, StepOutcome } from './step-handler.ts';
import { deploymentOf } from './steps/provision-delivery.ts';

interface Waiting {
  readonly pipeline: PipelineName;
  readonly step: string;
  readonly outcome: StepOutcome;
}

/** A step that was refused so often may be refused for long. */
const refusals = 3;

/**
 * Of a step that waits for the delivery system longer than a hiccup lasts, its session says so, once. Where nothing else is
 * left to prepare, the session is ready without it.
 */
export async function withoutDelivery(
  session: SessionView,
  { pipeline, step, outcome }: Waiting,
  deps: StepDeps,
): Promise<SessionReport | undefined> {
  if (outcome.kind === 'failed') return afterRefusals(session, outcome.message, step);
  if (outcome.kind !== 'not-yet' || !outcome.withoutDelivery) return undefined;
  return session.deliveryAway === undefined ? away(session, { pipeline, step }, deps) : afterAWhile(session);
}

async function away(
  session: SessionView,
  { pipeline, step }: Omit<Waiting, 'outcome'>,
  deps: StepDeps,
): Promise<SessionReport | undefined> {
  const since = session.progress[pipeline]?.[step]?.startedAt;
  if (since === undefined || deps.clock.now() - since < deliveryGraceMs) return undefined;
  return { type: 'delivery-away', since, reason: awayWords(), deployment: await deploymentOf(session, deps) };
}

function afterAWhile(session: SessionView): SessionReport | undefined {
  const reason = session.deliveryAway?.reason ?? awayWords();
  return isOnlyDeliveryLeft(session) ? { type: 'delivery-deferred', reason } : undefined;
}

function afterRefusals(session: SessionView, reason: string, step: string): SessionReport | undefined {
  const { attempts = 0 } = session.progress.instantiate?.[step] ?? {};
  return isOnlyDeliveryLeft(session) && attempts >= refusals ? { type: 'delivery-deferred', reason } : undefined;
}
