import type { Access } from '@lcm/core/domain/access';
import type { Result } from '@lcm/core/kernel';
import type * as z from 'zod';
import type { Caller, Download, Rejection, Written } from './operation.ts';

interface Erased {
  readonly name: string;
  readonly summary: string;
  readonly allow: Access;
  readonly input: z.ZodType;
}

export interface AnyCommand<Deps> extends Erased {
  readonly kind: 'command';
  readonly output: z.ZodType;
  readonly handle: (input: never, caller: Caller, deps: Deps) => Promise<Result<Written<unknown>, Rejection>>;
}

export interface AnyQuery<Deps> extends Erased {
  readonly kind: 'query';
  readonly output: z.ZodType;
  readonly handle: (input: never, caller: Caller, deps: Deps) => Promise<Result<unknown, Rejection>>;
}

export interface AnyDownload<Deps> extends Erased {
  readonly kind: 'download';
  readonly types: readonly string[];
  readonly handle: (input: never, caller: Caller, deps: Deps) => Promise<Result<Download, Rejection>>;
}

/** Commands, queries and downloads of whatever input and output, as lists of them need it. `Deps`: what all of them use together. */
export type AnyOperation<Deps> = AnyCommand<Deps> | AnyQuery<Deps> | AnyDownload<Deps>;
