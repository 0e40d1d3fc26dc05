import { SuggestedRules, SuggestRules } from '@lcm/core/contracts/suggested-rules';
import { defineQuery } from '../../application/operation.ts';
import { suggestion } from '../../application/suggestion.ts';

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
