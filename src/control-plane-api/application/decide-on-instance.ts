import type { FoundInstanceView } from '@lcm/core/contracts/instance';
import type { FoundInstance, FoundInstanceDecision, Why } from '@lcm/core/domain/instance';
import type { Result } from '@lcm/core/kernel';
import { foundInstances } from './aggregates.ts';
import { changeExisting, written } from './change.ts';
import type { Caller, Rejection, Written } from './operation.ts';
import type { Streams } from './streams.ts';
import { viewOf } from './view-of.ts';

export interface Decision {
  readonly operation: string;
  readonly foundId: string;
  readonly reason?: string | undefined;
  readonly decide: (found: FoundInstance, why: Why) => FoundInstanceDecision;
}

/** A person's decision on an instance that was found, with the reason that was given for it. */
export async function decideOnInstance(
  streams: Streams,
  caller: Caller,
  { operation, foundId: id, reason, decide }: Decision,
): Promise<Result<Written<FoundInstanceView>, Rejection>> {
  const why = { reason: reason ?? `asked for by ${caller.actor.name}`, by: caller.actor.id };
  const changed = await changeExisting(streams, { aggregate: foundInstances, id, operation, caller }, (found, at) =>
    decide(found, { ...why, at }),
  );
  return written(changed, viewOf.instance);
}
