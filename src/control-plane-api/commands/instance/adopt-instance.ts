import { AdoptInstance, FoundInstanceView } from '@lcm/core/contracts/instance';
import { type AdoptionDeps, adoptFound } from '../../application/adoptions.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';

/** Makes a worker of an instance that was found. Adopting it twice gives the one worker. */
export const adoptInstance = defineCommand({
  name: 'AdoptInstance',
  summary: 'Make a worker of an instance that was found in the cloud',
  allow: 'worker:manage',
  input: AdoptInstance,
  output: FoundInstanceView,
  async handle({ foundId, template, name, reason }, caller, deps: AdoptionDeps) {
    const { actor } = caller;
    const because = reason ?? `adopted by ${actor.name}`;
    const wish = { template, name, origin: 'discovered', reason: because, by: actor.id } as const;
    const adopted = await adoptFound(deps, foundId, { wish, caller, operation: 'AdoptInstance' });
    return written(adopted, viewOf.instance);
  },
});
