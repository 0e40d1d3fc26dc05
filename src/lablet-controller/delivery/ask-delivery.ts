import type { SessionView } from '@lcm/core/contracts/session';
import { deliverySessionId, type LabDeliveryError } from '@lcm/core/ports/lab-delivery';
import { deliveryOf, type StepDeps } from '../session/step-handler.ts';
import type { Seen } from './plan-delivery.ts';

/** A delivery system that does not answer for so long is said on its sessions; before that it is a hiccup. */
export const deliveryGraceMs = 30_000;

/** How the delivery system has it now. @throws LabDeliveryError */
export async function askDelivery(session: SessionView, deps: Pick<StepDeps, 'deliveries'>): Promise<Seen> {
  if (session.delivery === undefined) return undefined;
  const seen = await deliveryOf(session, deps).session(deliverySessionId(session.delivery.id));
  return seen?.state;
}

/** For people: what it comes to, and what was wrong where there is more to say than that nobody answers. */
export function awayWords(error?: LabDeliveryError): string {
  if (error === undefined || error.code === 'unreachable') return 'the delivery system does not answer';
  return `the delivery system refuses: ${error.message}`.slice(0, 500);
}
