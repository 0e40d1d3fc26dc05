import { onLabIfAny } from '../lab-of-session.ts';
import { done, notYet } from '../step-handler.ts';
import { isDown } from './stop-lab.ts';

export const wipeLab = onLabIfAny(async (lab, cml, { deps }) => {
  if (lab.state === 'DEFINED_ON_CORE') return done('the lab is wiped');
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before it is wiped');
  // Somebody may have started it again since it was stopped.
  if (!isDown(lab)) await cml.stopLab(lab.id);
  else await cml.wipeLab(lab.id);
  return notYet(isDown(lab) ? 'the lab has been told to wipe' : 'the lab has been told to stop once more');
});
