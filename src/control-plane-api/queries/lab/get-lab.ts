import { LabView, OfLab } from '@lcm/core/contracts/lab';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { labFor } from '../../application/privacy.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getLab = defineQuery({
  name: 'GetLabRecord',
  summary: 'One lab',
  allow: 'lab:read',
  input: OfLab,
  output: LabView,
  async handle({ labRecordId: id }, caller, { views }: Deps) {
    const item = views.get('lab', id);
    if (item === undefined) return reject(unknown('lab', id));
    return ok(labFor(caller.actor, viewOf.lab(item)));
  },
});
