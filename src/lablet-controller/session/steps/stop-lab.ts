import type { CmlLab } from '@lcm/core/ports/cml';
import { onLabIfAny } from '../lab-of-session.ts';
import { done, notYet } from '../step-handler.ts';

export const stopLab = onLabIfAny(async (lab, cml) => {
  if (isDown(lab)) return done('the lab is stopped');
  await cml.stopLab(lab.id);
  return notYet('the lab has been told to stop');
});

export function isDown({ state }: CmlLab): boolean {
  return state === 'STOPPED' || state === 'DEFINED_ON_CORE';
}
