import { type Instant, ok, type Result } from '../../kernel/index.ts';
import { isSettled, type PipelineProgress, stepsOf } from './pipelines.ts';
import type { Session, SessionEvent } from './session.ts';

/** The steps of the preparation that need the delivery system. */
const deliverySteps = ['provision_delivery', 'publish_devices'] as const;

/** Whether nothing of its preparation is left to do but what needs the delivery system. */
export function isOnlyDeliveryLeft({ status, progress }: Pick<Session, 'status' | 'progress'>): boolean {
  const { instantiate = {} } = progress;
  const others = Object.keys(stepsOf('instantiate')).filter((step) => !isOfDelivery(step));
  return status === 'instantiating' && others.every((step) => isSettled(instantiate[step])) && openOf(instantiate) > 0;
}

function isOfDelivery(step: string): boolean {
  return deliverySteps.some((one) => one === step);
}

function openOf(instantiate: PipelineProgress): number {
  return deliverySteps.filter((step) => !isSettled(instantiate[step])).length;
}

/** A lab that is up is ready, whatever becomes of the delivery system: the candidate’s side is made as soon as that can be. */
export function deferDelivery(session: Session, reason: string, at: Instant): Result<SessionEvent[], never> {
  if (!isOnlyDeliveryLeft(session)) return ok([]);
  const { instantiate = {} } = session.progress;
  const open = deliverySteps.filter((step) => !isSettled(instantiate[step]));
  const message = `later: ${reason}`;
  return ok([
    ...open.map((step) => ({ type: 'SessionStepSkipped', pipeline: 'instantiate', step, message, at }) as const),
    { type: 'SessionDeliveryDeferred', reason, at },
    { type: 'SessionReady', at },
  ]);
}
