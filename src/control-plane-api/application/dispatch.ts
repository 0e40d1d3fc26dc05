import { ok, type Result, reject } from '@lcm/core/kernel';
import * as z from 'zod';
import { denialOf } from './denial.ts';
import type { Caller, Download, Rejection } from './operation.ts';
import type { AnyCommand, AnyDownload, AnyOperation, AnyQuery } from './operations.ts';

/** What the dispatcher itself refuses with. */
export type DispatchRejectionCode =
  | 'access.unauthenticated'
  | 'access.no-role'
  | 'access.denied'
  | 'request.invalid'
  | 'request.unprocessable';

/** What was asked to be shown first did not arrive in good time: asking again later is right. */
export class BehindError extends Error {
  override readonly name = 'BehindError';
}

/** What was asked to be shown first was never written here: no waiting helps. */
export class NeverWrittenError extends Error {
  override readonly name = 'NeverWrittenError';
}

export interface Answer {
  /** Plain JSON: the output, encoded and checked by the operation's own schema, so nothing else leaves. */
  readonly body: unknown;
  /** Of writes: where the write can be read. */
  readonly position?: number | undefined;
  /** Of writes: what becomes of it is not decided yet. */
  readonly isOpen?: boolean | undefined;
  /** Instead of a body: a file. */
  readonly download?: Download | undefined;
}

export interface Request {
  /** `undefined`: nobody we know. Only public operations take that. */
  readonly caller: Caller | undefined;
  readonly anonymous: Caller;
  /** Or why there is none: it comes to that only once they may. */
  readonly input: Result<unknown, Rejection>;
  readonly atLeast?: number | undefined;
}

/** What became of one call, for the log, the metrics and the traces. */
export interface Outcome {
  readonly operation: string;
  readonly actorId: string;
  readonly correlationId: string;
  /** `ok`, or the code it was refused with. Not called when the handler throws. */
  readonly result: string;
}

export interface DispatchDeps<Deps> {
  readonly deps: Deps;
  /** Resolves once reads show that position. @throws BehindError when they do not in good time, NeverWrittenError when there is none */
  readonly waitFor: (position: number) => Promise<void>;
  /** Where others write too: resolves once reads show everything that was answered anywhere before the call. */
  readonly catchUp?: (() => Promise<void>) | undefined;
  readonly observe?: ((outcome: Outcome) => void) | undefined;
}

export type Dispatch<Deps> = (operation: AnyOperation<Deps>, request: Request) => Promise<Result<Answer, Rejection>>;

/** The one way in: who may, then what they sent, then the handler, for commands and queries alike. */
export function createDispatch<Deps>({ observe, ...deciding }: DispatchDeps<Deps>): Dispatch<Deps> {
  return async (operation, request) => {
    const caller = request.caller ?? request.anonymous;
    const result = await decide(operation, request, deciding);
    observe?.({
      operation: operation.name,
      actorId: caller.actor.id,
      correlationId: caller.correlationId,
      result: result.ok ? 'ok' : result.rejection.code,
    });
    return result;
  };
}

async function decide<Deps>(
  operation: AnyOperation<Deps>,
  request: Request,
  { deps, waitFor, catchUp }: DispatchDeps<Deps>,
): Promise<Result<Answer, Rejection>> {
  const refused = refusal(operation, request.caller);
  if (refused !== undefined) return reject(refused);
  if (!request.input.ok) return request.input;
  const parsed = operation.input.safeParse(request.input.value);
  if (!parsed.success) return reject(invalid(parsed.error));
  // Who says what they have seen is answered from that; who does not, from all there is.
  await (request.atLeast === undefined ? catchUp?.() : waitFor(request.atLeast));
  const caller = request.caller ?? request.anonymous;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the operation's own schema has just made it
  const input = parsed.data as never;
  return run(operation, { input, caller, deps });
}

interface Call<Deps> {
  readonly input: never;
  readonly caller: Caller;
  readonly deps: Deps;
}

async function run<Deps>(operation: AnyOperation<Deps>, call: Call<Deps>): Promise<Result<Answer, Rejection>> {
  switch (operation.kind) {
    case 'command':
      return command(operation, call);
    case 'query':
      return query(operation, call);
    case 'download':
      return download(operation, call);
  }
}

async function command<Deps>(operation: AnyCommand<Deps>, call: Call<Deps>): Promise<Result<Answer, Rejection>> {
  const result = await operation.handle(call.input, call.caller, call.deps);
  if (!result.ok) return result;
  const { output, position, isOpen } = result.value;
  return ok({ body: z.encode(operation.output, output), position, isOpen });
}

async function query<Deps>(operation: AnyQuery<Deps>, call: Call<Deps>): Promise<Result<Answer, Rejection>> {
  const result = await operation.handle(call.input, call.caller, call.deps);
  return result.ok ? ok({ body: z.encode(operation.output, result.value) }) : result;
}

async function download<Deps>(operation: AnyDownload<Deps>, call: Call<Deps>): Promise<Result<Answer, Rejection>> {
  const result = await operation.handle(call.input, call.caller, call.deps);
  return result.ok ? ok({ body: undefined, download: result.value }) : result;
}

function refusal<Deps>(operation: AnyOperation<Deps>, caller: Caller | undefined): CodedRejection | undefined {
  if (operation.allow === 'public') return undefined;
  if (caller === undefined) return { code: 'access.unauthenticated', message: 'Log in, or send a bearer token.' };
  const denied = denialOf(caller.actor, operation.allow);
  return denied !== undefined && caller.actor.roles.length === 0 ? noRole(caller.actor.name) : denied;
}

function noRole(name: string): CodedRejection {
  return { code: 'access.no-role', message: `${name} is known but has no role here. Ask an administrator for one.` };
}

interface CodedRejection extends Rejection {
  readonly code: DispatchRejectionCode;
}

function invalid(error: z.ZodError): CodedRejection {
  const fields = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const words = fields.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
  const code = error.issues.every(isBeyondSchemas) ? 'request.unprocessable' : 'request.invalid';
  return { code, message: words.join('; '), details: { fields } };
}

/** A rule of ours that the published JSON Schema cannot say: the request was well-formed. */
function isBeyondSchemas(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_key' ? issue.issues.every(isBeyondSchemas) : issue.code === 'custom';
}
