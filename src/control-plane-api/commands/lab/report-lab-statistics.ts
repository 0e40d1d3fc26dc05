import { ReportLabStatistics } from '@lcm/core/contracts/lab-statistics';
import { nothing } from '@lcm/core/contracts/primitives';
import { ok } from '@lcm/core/kernel';
import type { LabReadings } from '../../application/lab-readings.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly labReadings: LabReadings;
  readonly views: Views;
}

/** As measurements of workers: kept beside the state, and no commit. */
export const reportLabStatistics = defineCommand({
  name: 'ReportLabStatistics',
  summary: 'Report what the nodes and links of labs do',
  allow: 'lab:report',
  input: ReportLabStatistics,
  output: nothing,
  async handle({ readings }, _caller, { labReadings, views }: Deps) {
    labReadings.take(readings);
    return ok({ output: {}, position: views.position });
  },
});
