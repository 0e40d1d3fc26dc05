import type { Access } from '@lcm/core/domain/access';
import type { Result } from '@lcm/core/kernel';
import type * as z from 'zod';
import type { Caller, Rejection, Written } from './operation.ts';

interface Erased {
  readonly name: string;
  readonly summary: string;
  readonly allow: Access;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

export interface AnyCommand<Deps> extends Erased {
  readonly kind: 'command';
  readonly handle: (input: never, caller: Caller, deps: Deps) => Promise<Result<Written<unknown>, Rejection>>;
}

export interface AnyQuery<Deps> extends Erased {
  readonly kind: 'query';
  readonly handle: (input: never, caller: Caller, deps: Deps) => Promise<Result<unknown, Rejection>>;
}

/** Commands and queries of whatever input and output, as lists of them need it. `Deps`: what all of them use together. */
export type AnyOperation<Deps> = AnyCommand<Deps> | AnyQuery<Deps>;
