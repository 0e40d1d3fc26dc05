import { onLabIfAny } from '../lab-of-session.ts';
import { done, notYet } from '../step-handler.ts';

export const deleteLab = onLabIfAny(async (lab, cml, { deps }) => {
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before it is deleted');
  await cml.deleteLab(lab.id);
  return done(`"${lab.title}" is deleted`);
});
