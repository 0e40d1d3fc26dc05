import { FoundInstanceView, OfFoundInstance } from '@lcm/core/contracts/instance';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getInstance = defineQuery({
  name: 'GetInstance',
  summary: 'One instance that was found in the cloud',
  allow: 'worker:read',
  input: OfFoundInstance,
  output: FoundInstanceView,
  async handle({ foundId }, _caller, { views }: Deps) {
    const item = views.get('instance', foundId);
    return item === undefined ? reject(unknown('instance', foundId)) : ok(viewOf.instance(item));
  },
});
