import type { CmlLabId, CmlServer } from '@lcm/core/ports/cml';
import { onLab } from '../lab-of-session.ts';
import { done, notYet, type StepOutcome } from '../step-handler.ts';

/** Starts the lab and is done when every node has come up. */
export const startLab = onLab(async (lab, cml) => {
  if (lab.state === 'DEFINED_ON_CORE' || lab.state === 'STOPPED') {
    await cml.startLab(lab.id);
    return notYet('the lab has been told to start');
  }
  return (await cml.converged(lab.id)) ? done('every node is up') : booting(cml, lab.id);
});

async function booting(cml: CmlServer, id: CmlLabId): Promise<StepOutcome> {
  const nodes = await cml.nodes(id);
  const waited = nodes.filter(({ state }) => state !== 'BOOTED').map(({ label }) => label);
  return notYet(`${nodes.length - waited.length} of ${nodes.length} nodes are up, missing ${waited.join(', ')}`);
}
