import type { SessionView } from '@lcm/core/contracts/session';
import type { DeliverySession } from '@lcm/core/ports/lab-delivery';
import { definitionOf, done, type StepDeps, type StepHandler } from '../step-handler.ts';

/** The candidate's side of the session. Asked again, LDS answers with the same one. */
export const provisionDelivery: StepHandler = async (session, deps) => {
  const { id } = await provision(session, deps);
  return done(`provisioned as ${id}`, { delivery: { id } });
};

export async function provision(session: SessionView, deps: StepDeps): Promise<DeliverySession> {
  const { formQualifiedName } = await definitionOf(session, deps);
  const scheduledAt = session.timeslot?.start ?? session.bookedAt;
  return deps.delivery.provision({ reference: session.id, formQualifiedName, candidate: session.ownerId, scheduledAt });
}
