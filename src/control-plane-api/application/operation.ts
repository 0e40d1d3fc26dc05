import type { Fence } from '@lcm/core/contracts/primitives';
import type { Access, Actor } from '@lcm/core/domain/access';
import type { Result } from '@lcm/core/kernel';
import type * as z from 'zod';

/** Who asks, and on behalf of what: it goes into every commit and every log line. */
export interface Caller {
  readonly actor: Actor;
  /** One id for everything that follows from one request of the outside. */
  readonly correlationId: string;
  /** What led to this command: the event's or step's name, when something of ours sent it. */
  readonly causationId?: string | undefined;
  /** Set by controllers that lead. Streams refuse lower ones than they have seen. */
  readonly fence?: Fence | undefined;
}

/** What every handler may refuse with: a code of `aggregate.reason`, words for a person, details as data. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Answers of writes carry the position at which the write can be read. */
export interface Written<Output> {
  readonly output: Output;
  readonly position: number;
  /** It is noted, and what becomes of it is not decided yet. */
  readonly isOpen?: boolean | undefined;
}

interface OperationBase<Input extends z.ZodType, Output extends z.ZodType> {
  /** `DrainWorker`, `ListWorkers`: the operation id in OpenAPI and the name in the audit. */
  readonly name: string;
  /** One line for the API's document. */
  readonly summary: string;
  readonly allow: Access;
  /** Path parameters, query and body together, by name. */
  readonly input: Input;
  readonly output: Output;
}

/** One command = one value in one file: its name, who may send it, what it takes, what it answers, what it does. */
export interface Command<Input extends z.ZodType, Output extends z.ZodType, Deps> extends OperationBase<Input, Output> {
  readonly kind: 'command';
  readonly handle: (
    input: z.output<Input>,
    caller: Caller,
    deps: Deps,
  ) => Promise<Result<Written<z.output<Output>>, Rejection>>;
}

export interface Query<Input extends z.ZodType, Output extends z.ZodType, Deps> extends OperationBase<Input, Output> {
  readonly kind: 'query';
  readonly handle: (input: z.output<Input>, caller: Caller, deps: Deps) => Promise<Result<z.output<Output>, Rejection>>;
}

/** A file, made while it is read: it may be larger than what fits in memory. */
export interface Download {
  readonly type: string;
  readonly name: string;
  readonly chunks: AsyncIterable<string | Uint8Array>;
}

/** A query whose answer is a file. */
export interface DownloadQuery<Input extends z.ZodType, Deps>
  extends Omit<OperationBase<Input, z.ZodString>, 'output'> {
  readonly kind: 'download';
  /** The media types that it may have. */
  readonly types: readonly string[];
  readonly handle: (input: z.output<Input>, caller: Caller, deps: Deps) => Promise<Result<Download, Rejection>>;
}

/** An identity function for inference: the dispatcher adds permission, validation, audit and tracing. */
export function defineCommand<Input extends z.ZodType, Output extends z.ZodType, Deps>(
  command: Omit<Command<Input, Output, Deps>, 'kind'>,
): Command<Input, Output, Deps> {
  return { kind: 'command', ...command };
}

export function defineQuery<Input extends z.ZodType, Output extends z.ZodType, Deps>(
  query: Omit<Query<Input, Output, Deps>, 'kind'>,
): Query<Input, Output, Deps> {
  return { kind: 'query', ...query };
}

export function defineDownload<Input extends z.ZodType, Deps>(
  download: Omit<DownloadQuery<Input, Deps>, 'kind'>,
): DownloadQuery<Input, Deps> {
  return { kind: 'download', ...download };
}
