import { SettleAdoption } from '@lcm/core/contracts/instance';
import { nothing } from '@lcm/core/contracts/primitives';
import { ok, reject } from '@lcm/core/kernel';
import { settleAdoption as settle } from '../../application/adoptions.ts';
import { foundInstances } from '../../application/aggregates.ts';
import { unknown } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/** An adoption whose worker was not made, because whoever decided it died in between. */
export const settleAdoption = defineCommand({
  name: 'SettleAdoption',
  summary: 'Make the worker of an instance that was adopted, where it is missing',
  allow: 'worker:report',
  input: SettleAdoption,
  output: nothing,
  async handle({ foundId }, caller, { streams, views }: Deps) {
    const { state: found } = await streams.load(foundInstances, foundId);
    if (found === undefined) return reject(unknown('instance', foundId));
    if (found.status === 'adopted') await settle(streams, found, { caller, operation: 'SettleAdoption' });
    return ok({ output: {}, position: views.position });
  },
});
