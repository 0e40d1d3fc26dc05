import { type SuggestedRules, suggestedRules } from '@lcm/core/contracts/suggested-rules';
import { type Result, reject } from '@lcm/core/kernel';
import type { Rejection } from './operation.ts';

/** A draft of rules, or why there is none, in words. */
export function suggestion(texts: {
  readonly yaml: string;
  readonly solution: string;
}): Result<SuggestedRules, Rejection> {
  const suggested = suggestedRules(texts);
  if (suggested.ok) return suggested;
  const { rejection } = suggested;
  if (rejection.code === 'rules.no-difference') {
    const message =
      'No configuration of a network device with a label of its own differs between the two, so there is nothing to grade.';
    return reject({ code: rejection.code, message });
  }
  const { faults } = rejection;
  const words = faults.slice(0, 3).map(({ of, line, path, message }) => {
    const place = [of, line === undefined ? '' : `line ${line}`, path].filter((part) => part !== '').join(', ');
    return `${place}: ${message}`;
  });
  return reject({ code: rejection.code, message: words.join('; '), details: { faults } });
}
