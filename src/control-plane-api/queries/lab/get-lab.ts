import { LabView, OfLab } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { labFor } from '../../application/privacy.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

interface Deps {
  readonly views: Views;
}

export const getLab = defineQuery({
  name: 'GetLabRecord',
  summary: 'One lab',
  allow: 'lab:read',
  input: OfLab,
  output: LabView,
  async handle({ labRecordId: id }, { actor }, { views }: Deps) {
    const lab = visibleLab(id, { actor, views });
    return lab.ok ? ok(labFor(actor, viewOf.lab(lab.value))) : lab;
  },
});
