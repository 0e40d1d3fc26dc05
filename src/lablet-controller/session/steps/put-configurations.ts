import { onLab } from '../lab-of-session.ts';
import { initialConfigurations, lastExtraction, putConfigurations } from '../saved-configurations.ts';
import { done, failed, notYet } from '../step-handler.ts';
import { broughtDown } from './wipe-lab.ts';

/** An extraction wrote what the nodes ran into the lab: what they began with is put back. */
export const putInitialConfigurations = onLab(async (lab, cml, { session, deps }) => {
  // A start that was sent before may have arrived only after the lab was wiped.
  const down = await broughtDown(lab, cml, deps);
  if (down) return down;
  const initial = await initialConfigurations(session, deps);
  if (initial === undefined) return failed('the topology of its definition is not stored');
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before anything is put back');
  return done(`initial configurations of ${await putConfigurations(initial, lab, cml)} nodes`);
});

/** Before its first start on the new host, the lab is given what was kept of it last. */
export const loadConfigurations = onLab(async (lab, cml, { session, deps }) => {
  if (lab.state !== 'DEFINED_ON_CORE') return done('put back by an earlier attempt');
  const saved = await lastExtraction(session, deps);
  if (saved === undefined) return failed('what was saved of it is not stored any more');
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before anything is put back');
  return done(`configurations of ${await putConfigurations(saved, lab, cml)} nodes`);
});
