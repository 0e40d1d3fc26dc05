import type { LabRecordId } from '@lcm/core/domain/lab';
import { CmlError, cmlLabId } from '@lcm/core/ports/cml';
import { type Reconciler, settled } from '@lcm/core/reconcile';
import { cmlOf } from '../session/lab-of-session.ts';
import type { LabDeps } from './deps.ts';
import { readStatistics } from './read-statistics.ts';

/** Reads what a lab does when somebody looks at it. Nobody waits longer than a moment: what fails is asked for again. */
export function labStatisticsReconciler(deps: LabDeps): Reconciler<LabRecordId> {
  return {
    name: 'lab-statistics',
    async reconcile(id) {
      const { controlPlane, leadership, clock } = deps;
      const place = await placeOf(id, deps);
      if (place === undefined) return settled;
      try {
        const reading = await readStatistics({ id, ...place }, place.cml, clock);
        const options = { fence: leadership.fence(), correlationId: id };
        await controlPlane.send('ReportLabStatistics', { readings: [reading] }, options);
      } catch (error) {
        if (!(error instanceof CmlError)) throw error;
      }
      return settled;
    },
  };
}

/** Undefined when there is no CML that can be asked of it now. */
async function placeOf(id: LabRecordId, deps: LabDeps) {
  const lab = await deps.controlPlane.get('lab', id);
  if (lab?.cmlLabId === undefined) return undefined;
  const worker = await deps.controlPlane.get('worker', lab.workerId);
  const cml = worker?.launch === lab.launch ? cmlOf(worker, deps) : undefined;
  return cml && { cml, labId: cmlLabId(lab.cmlLabId), definitions: worker?.definitions };
}
