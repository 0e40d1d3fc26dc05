import type { CmlLabId, CmlServer } from '@lcm/core/ports/cml';
import { startCaptures } from '../../evidence/captures.ts';
import { onLab } from '../lab-of-session.ts';
import { done, failed, notYet, type StepOutcome } from '../step-handler.ts';

/** Starts the lab and is done when every node has come up, and what the lab wants captured is begun. */
export const startLab = onLab(async (lab, cml, { session, deps }) => {
  if (lab.state === 'DEFINED_ON_CORE' || lab.state === 'STOPPED') {
    // CML starts nothing then, and never says that anything is up.
    if ((await cml.nodes(lab.id)).length === 0) return failed('the lab has no nodes');
    await cml.startLab(lab.id);
    return notYet('the lab has been told to start');
  }
  if (!(await cml.converged(lab.id))) return booting(cml, lab.id);
  const definition = await deps.controlPlane.get('definition', session.definition.id);
  const troubles = await startCaptures(lab, cml, definition?.captures ?? []);
  return done(['every node is up', ...troubles].join('; '));
});

async function booting(cml: CmlServer, id: CmlLabId): Promise<StepOutcome> {
  const nodes = await cml.nodes(id);
  const waited = nodes.filter(({ state }) => state !== 'BOOTED').map(({ label }) => label);
  return notYet(`${nodes.length - waited.length} of ${nodes.length} nodes are up, missing ${waited.join(', ')}`);
}
