import { onLabIfAny } from '../lab-of-session.ts';
import { done, notYet } from '../step-handler.ts';
import { broughtDown } from './wipe-lab.ts';

export const deleteLab = onLabIfAny(async (lab, cml, { deps }) => {
  // A start that was sent before the clean-up may arrive after the lab was wiped; CML deletes none that is not.
  const down = await broughtDown(lab, cml, deps);
  if (down) return down;
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before it is deleted');
  await cml.deleteLab(lab.id);
  return done(`"${lab.title}" is deleted`);
});
