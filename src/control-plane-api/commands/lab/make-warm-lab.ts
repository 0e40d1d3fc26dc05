import { nothing } from '@lcm/core/contracts/primitives';
import { MakeWarmLab } from '@lcm/core/contracts/warm-lab';
import { makeWarm } from '@lcm/core/domain/lab';
import { reject } from '@lcm/core/kernel';
import { labs } from '../../application/aggregates.ts';
import { unknown, written } from '../../application/change.ts';
import type { LabDeps } from '../../application/lab-orders.ts';
import { defineCommand } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';

/** The record of a lab that is imported ahead of time; the rest is an import like any other. */
export const makeWarmLab = defineCommand({
  name: 'MakeWarmLab',
  summary: 'Have a lab imported before a session asks for it',
  allow: 'lab:report',
  input: MakeWarmLab,
  output: nothing,
  async handle({ labRecordId: id, ...place }, caller, { streams, views }: LabDeps) {
    const definition = views.get('definition', place.definitionId)?.state;
    if (definition === undefined) return reject(unknown('definition', place.definitionId));
    const { title, topologyKey } = definition;
    const options = { operation: 'MakeWarmLab', caller };
    const made = await streams.change({ aggregate: labs, id }, options, (lab, at) => {
      const decided = makeWarm({ id, lab }, { ...place, title, topologyKey }, { by: caller.actor.id, at });
      return decided.ok ? decided : reject(inWords(decided.rejection));
    });
    return written(made, () => ({}));
  },
});
