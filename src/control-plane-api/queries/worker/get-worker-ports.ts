import { WorkerPorts } from '@lcm/core/contracts/port-use';
import { OfWorker } from '@lcm/core/contracts/worker';
import { portUses } from '@lcm/core/domain/lab';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { seesReservations } from '../../application/privacy.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getWorkerPorts = defineQuery({
  name: 'GetWorkerPorts',
  summary: 'Who was promised which port of a worker, which lab holds it, and where the two differ',
  allow: seesReservations,
  input: OfWorker,
  output: WorkerPorts,
  async handle({ workerId: id }, _caller, { views }: Deps) {
    const worker = views.get('worker', id)?.state;
    if (worker === undefined) return reject(unknown('worker', id));
    const labs = views.list('lab').map(({ state }) => state);
    return ok({ range: worker.spec.portRange, items: portUses(worker, labs) });
  },
});
