import { deliverySessionId } from '@lcm/core/ports/lab-delivery';
import { done, notYet, type StepHandler } from '../step-handler.ts';
import { provision } from './provision-delivery.ts';

/** Ends the candidate's side. If its id was lost with the answer, asking for the session again brings it back. */
export const releaseDelivery: StepHandler = async (session, deps) => {
  const id = session.delivery?.id ?? (await provision(session, deps)).id;
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before it is released');
  await deps.delivery.release(deliverySessionId(id));
  return done(`${id} is released`);
};
