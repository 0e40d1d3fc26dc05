import { OfDefinition } from '@lcm/core/contracts/definition';
import { WarmLabs } from '@lcm/core/contracts/warm-lab';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';
import { startsBySource, warmLabsByWorker } from '../../application/warm-labs.ts';

interface Deps {
  readonly views: Views;
}

export const getWarmLabs = defineQuery({
  name: 'GetWarmLabs',
  summary: 'Where labs of a definition are kept ready, and how much sooner sessions were up with them',
  allow: 'definition:read',
  input: OfDefinition,
  output: WarmLabs,
  async handle({ definitionId: id }, _caller, { views }: Deps) {
    const definition = views.get('definition', id)?.state;
    if (definition === undefined) return reject(unknown('definition', id));
    const labs = views.list('lab').map(({ state }) => state);
    const sessions = views.list('session').map(({ state }) => state);
    const nameOf = (workerId: string): string => views.getKnown('worker', workerId)?.state.name ?? workerId;
    return ok({
      depth: definition.warmDepth ?? 0,
      workers: warmLabsByWorker(id, labs, nameOf),
      ...startsBySource(id, sessions),
    });
  },
});
