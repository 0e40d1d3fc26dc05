import type { SessionView } from '@lcm/core/contracts/session';
import {
  type DeliverySession,
  defaultDeployment,
  deliverySessionId,
  type LabDelivery,
} from '@lcm/core/ports/lab-delivery';
import { definitionOf, deliveryOf, done, type StepDeps, type StepHandler, workerOf } from '../step-handler.ts';

/** The candidate's side of the session. Asked again, LDS answers with the same one. */
export const provisionDelivery: StepHandler = async (session, deps) => {
  const { id, deployment } = await provision(session, deps);
  return done(`provisioned as ${id}`, { delivery: { id, deployment } });
};

/** In the delivery system for the region of its worker: from then on the session stays with that one. */
export async function provision(
  session: SessionView,
  deps: StepDeps,
): Promise<DeliverySession & { readonly deployment: string }> {
  const { formQualifiedName } = await definitionOf(session, deps);
  const deployment = await deploymentOf(session, deps);
  const scheduledAt = session.timeslot?.start ?? session.bookedAt;
  const request = { reference: session.id, formQualifiedName, candidate: session.ownerId, scheduledAt };
  const made = await deps.deliveries.at(deployment).provision(request);
  return { ...made, deployment };
}

/** Where its delivery is, or will be. */
export async function deploymentOf(session: SessionView, deps: StepDeps): Promise<string> {
  if (session.delivery !== undefined) return session.delivery.deployment ?? defaultDeployment;
  const worker = await workerOf(session, deps);
  return deps.deliveries.nameFor(worker?.spec.region ?? session.wanted.region ?? '');
}

/** The delivery of a session with the system it is in. If its id was lost with the answer, asking again brings it back. */
export async function provisioned(
  session: SessionView,
  deps: StepDeps,
): Promise<{ readonly id: DeliverySession['id']; readonly system: LabDelivery }> {
  if (session.delivery !== undefined) {
    return { id: deliverySessionId(session.delivery.id), system: deliveryOf(session, deps) };
  }
  const { id, deployment } = await provision(session, deps);
  return { id, system: deps.deliveries.at(deployment) };
}
