import { DefinitionView, OfDefinitionBecause } from '@lcm/core/contracts/definition';
import {
  changeDefinitionStatus,
  type Definition,
  type DefinitionEvent,
  type DefinitionId,
  type DefinitionRejection,
  type DefinitionStatus,
} from '@lcm/core/domain/definition';
import type { Instant, Result } from '@lcm/core/kernel';
import { definitions } from './aggregates.ts';
import { changeExisting, written } from './change.ts';
import { type Caller, defineCommand, type Rejection, type Written } from './operation.ts';
import type { Streams } from './streams.ts';
import { viewOf } from './view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export interface DefinitionOrder {
  readonly id: DefinitionId;
  readonly operation: string;
  readonly caller: Caller;
  readonly reason?: string | undefined;
}

type Decide = (
  definition: Definition,
  why: { readonly reason: string; readonly at: Instant },
) => Result<DefinitionEvent[], DefinitionRejection>;

/** One decision about a definition, with its reason; whoever gives none is named. */
export async function changeDefinition(
  streams: Streams,
  { id, operation, caller, reason: given }: DefinitionOrder,
  decide: Decide,
): Promise<Result<Written<DefinitionView>, Rejection>> {
  const reason = given ?? `asked for by ${caller.actor.name}`;
  const options = { aggregate: definitions, id, operation, caller };
  const changed = await changeExisting(streams, options, (definition, at) => decide(definition, { reason, at }));
  return written(changed, viewOf.definition);
}

interface StatusOrder {
  readonly name: string;
  readonly summary: string;
  readonly to: DefinitionStatus;
}

/** A command that brings a definition into a state, if its lifecycle has a way there. */
export function statusCommand({ name, summary, to }: StatusOrder) {
  return defineCommand({
    name,
    summary,
    allow: 'definition:write',
    input: OfDefinitionBecause,
    output: DefinitionView,
    async handle({ definitionId: id, reason }, caller, { streams }: Deps) {
      return changeDefinition(streams, { id, operation: name, caller, reason }, (definition, why) =>
        changeDefinitionStatus(definition, to, why),
      );
    },
  });
}
