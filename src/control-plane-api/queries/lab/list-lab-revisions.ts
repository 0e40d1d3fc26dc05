import { LabRevisions, OfLab } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

interface Deps {
  readonly views: Views;
}

export const listLabRevisions = defineQuery({
  name: 'ListLabRevisions',
  summary: 'How a lab was built over time, newest first; the latest 20 are kept',
  allow: 'lab:read',
  input: OfLab,
  output: LabRevisions,
  async handle({ labRecordId }, { actor }, { views }: Deps) {
    const lab = visibleLab(labRecordId, { actor, views });
    return lab.ok ? ok({ items: lab.value.state.revisions.toReversed() }) : lab;
  },
});
