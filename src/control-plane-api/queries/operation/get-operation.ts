import { OfOperation, OperationView } from '@lcm/core/contracts/operation';
import { ok, reject } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { operationOf } from '../../application/worker-operation.ts';

interface Deps {
  readonly store: StateStore;
}

export const getOperation = defineQuery({
  name: 'GetOperation',
  summary: 'What became of an order to a worker; its id is the worker’s and the version that the order answered with',
  allow: 'worker:read',
  input: OfOperation,
  output: OperationView,
  async handle({ operationId }, _caller, { store }: Deps) {
    const [workerId = '', version] = operationId.split('.');
    const operation = operationOf(await store.read(`worker/${workerId}`, 0), Number(version));
    return operation === undefined ? reject(unknown('operation', operationId)) : ok(operation);
  },
});
