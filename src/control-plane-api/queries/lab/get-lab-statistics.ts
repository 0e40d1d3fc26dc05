import { OfLab } from '@lcm/core/contracts/lab';
import { LabStatistics } from '@lcm/core/contracts/lab-statistics';
import { isPresent, type LabRecord } from '@lcm/core/domain/lab';
import { ok } from '@lcm/core/kernel';
import { hostRefusal } from '../../application/lab-orders.ts';
import type { LabReadings } from '../../application/lab-readings.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

interface Deps {
  readonly views: Views;
  readonly labReadings: LabReadings;
}

/** The answer waits for CML a moment; without one it is what was read last. */
export const getLabStatistics = defineQuery({
  name: 'GetLabStatistics',
  summary: 'What the nodes and links of a lab do, read now',
  allow: 'lab:read',
  input: OfLab,
  output: LabStatistics,
  async handle({ labRecordId }, { actor }, { views, labReadings }: Deps) {
    const lab = visibleLab(labRecordId, { actor, views });
    if (!lab.ok) return lab;
    const trouble = whyNotNow(lab.value.state, views);
    if (trouble === undefined) await labReadings.look(labRecordId);
    const late = labReadings.isFresh(labRecordId) ? undefined : 'CML has not told just now.';
    return ok({ labRecordId, reading: labReadings.newest(labRecordId), trouble: trouble ?? late });
  },
});

function whyNotNow(lab: LabRecord, views: Views): string | undefined {
  if (!isPresent(lab) || lab.cmlLabId === undefined) return `It is ${lab.status}: CML does not have it.`;
  return hostRefusal(lab.workerId, views)?.message;
}
