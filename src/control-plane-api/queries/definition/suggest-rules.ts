import { SuggestedRules, SuggestRules, SuggestRulesFor } from '@lcm/core/contracts/suggested-rules';
import { reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { readText } from '../../application/blob-json.ts';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { suggestion } from '../../application/suggestion.ts';
import type { Views } from '../../application/views.ts';

export const suggestRulesFromLabs = defineQuery({
  name: 'SuggestRules',
  summary: 'Grading rules from the difference between a lab and its solution; nothing is kept',
  allow: 'definition:write',
  input: SuggestRules,
  output: SuggestedRules,
  async handle(texts) {
    return suggestion(texts);
  },
});

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const suggestRulesForDefinition = defineQuery({
  name: 'SuggestRulesFor',
  summary: 'Grading rules for a definition, from a solution of its lab; nothing is kept',
  allow: 'definition:write',
  input: SuggestRulesFor,
  output: SuggestedRules,
  async handle({ definitionId: id, solution }, _caller, { views, blobs }: Deps) {
    const definition = views.get('definition', id)?.state;
    if (definition === undefined) return reject(unknown('definition', id));
    const yaml = await readText(blobs, definition.topologyKey);
    if (yaml === undefined)
      return reject({ code: 'topology.unknown', message: 'The topology is not stored any more.' });
    return suggestion({ yaml, solution });
  },
});
