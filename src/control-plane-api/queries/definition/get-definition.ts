import { DefinitionView, OfDefinition } from '@lcm/core/contracts/definition';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';

import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getDefinition = defineQuery({
  name: 'GetDefinition',
  summary: 'One definition, a deleted one too',
  allow: 'definition:read',
  input: OfDefinition,
  output: DefinitionView,
  async handle({ definitionId: id }, _caller, { views }: Deps) {
    const item = views.get('definition', id);
    if (item === undefined) return reject(unknown('definition', id));
    return ok(viewOf.definition(item));
  },
});
