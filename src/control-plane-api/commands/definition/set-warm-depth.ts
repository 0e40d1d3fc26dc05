import { DefinitionView } from '@lcm/core/contracts/definition';
import { SetWarmDepth } from '@lcm/core/contracts/warm-lab';
import { setWarmDepth as decide } from '@lcm/core/domain/definition';
import { definitions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** What is kept ready of it; the labs follow within a minute or two. */
export const setWarmDepth = defineCommand({
  name: 'SetWarmDepth',
  summary: 'How many labs of a definition are kept ready on each worker that is up',
  allow: 'definition:write',
  input: SetWarmDepth,
  output: DefinitionView,
  async handle({ definitionId: id, depth, reason: given }, caller, { streams }: Deps) {
    const { id: by, name } = caller.actor;
    const reason = given ?? `asked for by ${name}`;
    const options = { aggregate: definitions, id, operation: 'SetWarmDepth', caller };
    const changed = await changeExisting(streams, options, (definition, at) =>
      decide(definition, depth, { by, reason, at }),
    );
    return written(changed, viewOf.definition);
  },
});
