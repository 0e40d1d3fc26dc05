import { STATUS_CODES } from 'node:http';
import { BlobsError } from '@lcm/core/ports/blobs';
import { SessionStoreError } from '@lcm/core/ports/session-store';
import { ConflictError, StateStoreError, SupersededError } from '@lcm/core/ports/state-store';
import { BehindError, NeverWrittenError } from '../application/dispatch.ts';
import type { Rejection } from '../application/operation.ts';
import { IdentityUnavailableError } from '../auth/identity.ts';
import { type OwnCode, statusFor } from './rejections.ts';

/** RFC 9457, plus our own code and data. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly correlationId: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export const problemType = 'application/problem+json';

/** A refusal of the edge, thrown where a hook has no other way out. */
export class EdgeError extends Error {
  override readonly name = 'EdgeError';
  readonly code: OwnCode;

  constructor(code: OwnCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function problemOf({ code, message, details }: Rejection, correlationId: string): Problem {
  const status = statusFor(code) ?? 500;
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: `urn:lcm:problem:${code}`, title, status, detail: message, code, correlationId, details };
}

/** What may be said about something thrown: known errors in their words, everything else without any. */
export function rejectionOf(error: unknown): Rejection {
  for (const translate of [known, ofFramework]) {
    const rejection = translate(error);
    if (rejection !== undefined) return rejection;
  }
  return bug('Something went wrong on our side. The correlation id finds it in the log.');
}

function known(error: unknown): Rejection | undefined {
  if (error instanceof EdgeError) return edge(error.code, error.message);
  if (error instanceof ConflictError) return edge('state.conflict', 'It has changed meanwhile. Read it and try again.');
  if (error instanceof SupersededError) return edge('leader.superseded', error.message);
  if (error instanceof BehindError) return edge('state.behind', 'Reads are not that far yet. Try again shortly.');
  if (error instanceof NeverWrittenError) {
    return edge('state.never-written', 'Nothing was written at that position. Forget it and read again.');
  }
  return unavailable(error);
}

function unavailable(error: unknown): Rejection | undefined {
  if (error instanceof IdentityUnavailableError || error instanceof SessionStoreError) {
    return edge('identity.unavailable', 'Who you are cannot be checked just now. Try again shortly.');
  }
  if (error instanceof StateStoreError) {
    return edge('state.unavailable', 'The state is out of reach. What was sent may have taken effect: look again.');
  }
  return error instanceof BlobsError ? ofFiles(error) : undefined;
}

function ofFiles({ code }: BlobsError): Rejection {
  if (code === 'damaged') return edge('files.damaged', 'What is stored was damaged since, and is not handed out.');
  return edge('files.unavailable', 'What is stored cannot be read just now. Try again shortly.');
}

const frameworkCodes: Readonly<Record<number, OwnCode>> = {
  400: 'request.invalid',
  413: 'request.too-large',
  415: 'request.unsupported-media-type',
};

/** Fastify's own refusals (a body that is no JSON, too large, of another type) carry their status. */
function ofFramework(error: unknown): Rejection | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const code = frameworkCodes[error.statusCode];
  return code && { code, message: error.message };
}

function edge(code: OwnCode, message: string): Rejection {
  return { code, message };
}

function bug(message: string): Rejection {
  return edge('internal.bug', message);
}
