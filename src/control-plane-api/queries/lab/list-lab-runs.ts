import { LabRuns, OfLab } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { labFor } from '../../application/privacy.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

interface Deps {
  readonly views: Views;
}

export const listLabRuns = defineQuery({
  name: 'ListLabRuns',
  summary: 'When a lab was on, who started it and why it ended, newest first; the latest 50 are kept',
  allow: 'lab:read',
  input: OfLab,
  output: LabRuns,
  async handle({ labRecordId: id }, { actor }, { views }: Deps) {
    const lab = visibleLab(id, { actor, views });
    return lab.ok ? ok({ items: labFor(actor, viewOf.lab(lab.value)).runs.toReversed() }) : lab;
  },
});
