import { LabBindings, OfLab } from '@lcm/core/contracts/lab';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { visibleLab } from '../../application/visible-lab.ts';

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
  async handle({ labRecordId }, { actor }, { views }: Deps) {
    const lab = visibleLab(labRecordId, { actor, views });
    return lab.ok ? ok({ items: lab.value.state.bindings.toReversed() }) : lab;
  },
});
