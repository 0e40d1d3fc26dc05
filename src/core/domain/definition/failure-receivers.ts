import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import type { Definition, DefinitionEvent, DefinitionRejection, FailureReceivers } from './definition.ts';
import { closed } from './edit.ts';

export function tellFailuresTo(
  definition: Definition,
  receivers: readonly string[],
  asked: { readonly by: string; readonly reason: string; readonly at: Instant },
): Result<DefinitionEvent[], DefinitionRejection> {
  const refusal = closed(definition);
  if (refusal !== undefined) return reject(refusal);
  const { receivers: known = [] } = definition.failures ?? {};
  const isSame = known.length === receivers.length && known.every((receiver, index) => receiver === receivers[index]);
  return ok(isSame ? [] : [{ type: 'DefinitionReceiversSet', receivers, ...asked }]);
}

/** A new version of a lab is still that author's: the last word counts for all versions. */
export function failureReceiversOf(
  slug: string,
  definitions: readonly Pick<Definition, 'slug' | 'failures'>[],
): FailureReceivers | undefined {
  const said = definitions.flatMap((each) => (each.slug === slug ? (each.failures ?? []) : []));
  return said.toSorted((a, b) => b.at - a.at)[0];
}
