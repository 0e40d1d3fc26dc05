import type { CmlLab, CmlServer } from '@lcm/core/ports/cml';
import { onLabIfAny } from '../lab-of-session.ts';
import { done, notYet, type StepDeps, type StepOutcome } from '../step-handler.ts';
import { isDown } from './stop-lab.ts';

export const wipeLab = onLabIfAny(
  async (lab, cml, { deps }) => (await broughtDown(lab, cml, deps)) ?? done('the lab is wiped'),
);

/** One step closer to a wiped lab; nothing when it is one. */
export async function broughtDown(
  lab: CmlLab,
  cml: CmlServer,
  { leadership }: Pick<StepDeps, 'leadership'>,
): Promise<StepOutcome | undefined> {
  if (lab.state === 'DEFINED_ON_CORE') return undefined;
  if (!leadership.mayAct()) return notYet('our lead has to be renewed before it is wiped');
  // Somebody may have started it again since it was stopped.
  if (!isDown(lab)) await cml.stopLab(lab.id);
  else await cml.wipeLab(lab.id);
  return notYet(isDown(lab) ? 'the lab has been told to wipe' : 'the lab has been told to stop once more');
}
