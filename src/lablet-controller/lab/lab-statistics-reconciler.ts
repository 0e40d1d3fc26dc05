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
      const lab = await controlPlane.get('lab', id);
      const worker = lab && (await controlPlane.get('worker', lab.workerId));
      const cml = worker && worker.launch === lab?.launch ? cmlOf(worker, deps) : undefined;
      if (lab?.cmlLabId === undefined || cml === undefined) return settled;
      try {
        const reading = await readStatistics({ id, labId: cmlLabId(lab.cmlLabId) }, cml, clock);
        const options = { fence: leadership.fence(), correlationId: id };
        await controlPlane.send('ReportLabStatistics', { readings: [reading] }, options);
      } catch (error) {
        if (!(error instanceof CmlError)) throw error;
      }
      return settled;
    },
  };
}
