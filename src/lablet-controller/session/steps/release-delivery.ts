import { done, notYet, type StepHandler } from '../step-handler.ts';
import { provisioned } from './provision-delivery.ts';

/** Ends the candidate's side. */
export const releaseDelivery: StepHandler = async (session, deps) => {
  const { id, system } = await provisioned(session, deps);
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before it is released');
  await system.release(id);
  return done(`${id} is released`);
};
