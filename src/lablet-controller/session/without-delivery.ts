import type { SessionView } from '@lcm/core/contracts/session';
import type { PipelineName, SessionReport } from '@lcm/core/domain/session';
import { awayWords, deliveryGraceMs } from '../delivery/ask-delivery.ts';
import type { StepDeps, StepOutcome } from './step-handler.ts';
import { deploymentOf } from './steps/provision-delivery.ts';

interface Waiting {
  readonly pipeline: PipelineName;
  readonly step: string;
  readonly outcome: StepOutcome;
}

/** Of a step that waits for the delivery system longer than a hiccup lasts, its session says so, once. */
export async function withoutDelivery(
  session: SessionView,
  { pipeline, step, outcome }: Waiting,
  deps: StepDeps,
): Promise<SessionReport | undefined> {
  if (outcome.kind !== 'not-yet' || !outcome.withoutDelivery || session.deliveryAway !== undefined) return undefined;
  const since = session.progress[pipeline]?.[step]?.startedAt;
  if (since === undefined || deps.clock.now() - since < deliveryGraceMs) return undefined;
  return { type: 'delivery-away', since, reason: awayWords(), deployment: await deploymentOf(session, deps) };
}
