import { OfWorker } from '@lcm/core/contracts/worker';
import { WorkerDefinitions } from '@lcm/core/contracts/worker-condition';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getWorkerDefinitions = defineQuery({
  name: 'GetWorkerDefinitions',
  summary: 'The node and image definitions that a worker’s CML knows',
  allow: 'worker:read',
  input: OfWorker,
  output: WorkerDefinitions,
  async handle({ workerId: id }, _caller, { views }: Deps) {
    const item = views.get('worker', id);
    if (item === undefined) return reject(unknown('worker', id));
    return ok(item.state.definitions ?? { nodes: [], images: [] });
  },
});
