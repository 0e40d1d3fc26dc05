import { hasLeftLists } from '@lcm/core/domain/worker';
import type { Instant, Result } from '@lcm/core/kernel';
import { ok, reject } from '@lcm/core/kernel';
import type { Aggregate } from './aggregates.ts';
import type { Rejection, Written } from './operation.ts';
import { type DomainRejection, inWords } from './refusals.ts';
import type { Changed, ChangeOptions, Streams } from './streams.ts';

type Decide<State, Event> = (state: State, at: Instant) => Result<readonly Event[], DomainRejection>;

/** Changes something that must be there already; refusals come back in words. */
export async function changeExisting<State, Event extends { readonly type: string }>(
  streams: Streams,
  { aggregate, id, ...options }: { readonly aggregate: Aggregate<State, Event>; readonly id: string } & ChangeOptions,
  decide: Decide<State, Event>,
): Promise<Result<Changed<State>, Rejection>> {
  return streams.change({ aggregate, id }, options, (state, at) => {
    if (state === undefined || hasLeftLists(aggregate.kind, state)) return reject(unknown(aggregate.kind, id));
    const decided = decide(state, at);
    return decided.ok ? decided : reject(inWords(decided.rejection));
  });
}

export function unknown(kind: string, id: string): Rejection {
  return { code: `${kind}.unknown`, message: `There is no ${kind} ${id}.` };
}

/** A write's answer with what it made, as everybody will read it. */
export function written<State, Output>(
  result: Result<Changed<State>, Rejection>,
  output: (changed: Changed<State>) => Output,
): Result<Written<Output>, Rejection> {
  if (!result.ok) return result;
  return ok({ output: output(result.value), position: result.value.position });
}
