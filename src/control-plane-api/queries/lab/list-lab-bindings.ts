import { LabBindings, OfLab } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import { labOf } from '../../application/lab-orders.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const listLabBindings = defineQuery({
  name: 'ListLabBindings',
  summary: 'Which sessions have had a lab, newest first; the latest 20 are kept',
  // Sessions are somebody's.
  allow: 'lab:operate',
  input: OfLab,
  output: LabBindings,
  async handle({ labRecordId }, _caller, { views }: Deps) {
    const lab = labOf(labRecordId, views);
    return lab.ok ? ok({ items: lab.value.bindings.toReversed() }) : lab;
  },
});
