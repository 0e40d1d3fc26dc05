import { ReportLabStatistics } from '@lcm/core/contracts/lab-statistics';
import { nothing } from '@lcm/core/contracts/primitives';
import { ok } from '@lcm/core/kernel';
import type { LabReadings } from '../../application/lab-readings.ts';
import { learnNeeds } from '../../application/learn-needs.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly labReadings: LabReadings;
  readonly views: Views;
  readonly streams: Streams;
}

/** As measurements of workers: kept beside the state, and no commit; but what a session used more than was known is one. */
export const reportLabStatistics = defineCommand({
  name: 'ReportLabStatistics',
  summary: 'Report what the nodes and links of labs do',
  allow: 'lab:report',
  input: ReportLabStatistics,
  output: nothing,
  async handle({ readings }, caller, { labReadings, views, streams }: Deps) {
    labReadings.take(readings);
    await learnNeeds(readings, { operation: 'ReportLabStatistics', caller }, { streams, views });
    return ok({ output: {}, position: views.position });
  },
});
