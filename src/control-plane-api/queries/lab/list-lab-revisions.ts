import { LabRevisions, OfLab } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import { labOf } from '../../application/lab-orders.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const listLabRevisions = defineQuery({
  name: 'ListLabRevisions',
  summary: 'How a lab was built over time, newest first; the latest 20 are kept',
  allow: 'lab:read',
  input: OfLab,
  output: LabRevisions,
  async handle({ labRecordId }, _caller, { views }: Deps) {
    const lab = labOf(labRecordId, views);
    return lab.ok ? ok({ items: lab.value.revisions.toReversed() }) : lab;
  },
});
