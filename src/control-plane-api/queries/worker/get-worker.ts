import { OfWorker, WorkerView } from '@lcm/core/contracts/worker';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';

import { workerFor } from '../../application/privacy.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getWorker = defineQuery({
  name: 'GetWorker',
  summary: 'One worker',
  allow: 'worker:read',
  input: OfWorker,
  output: WorkerView,
  async handle({ workerId: id }, caller, { views }: Deps) {
    const item = views.get('worker', id);
    if (item === undefined) return reject(unknown('worker', id));
    return ok(workerFor(caller.actor, viewOf.worker(item)));
  },
});
