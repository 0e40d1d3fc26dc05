import { OfDefinition } from '@lcm/core/contracts/definition';
import { DefinitionReceivers } from '@lcm/core/contracts/definition-receivers';
import { definitionReceivers } from '../../application/definition-receivers.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getReceivers = defineQuery({
  name: 'GetReceivers',
  summary: 'Who is told when sessions of a lab fail',
  allow: 'content:read',
  input: OfDefinition,
  output: DefinitionReceivers,
  async handle({ definitionId }, _caller, { views }: Deps) {
    return definitionReceivers(definitionId, views);
  },
});
