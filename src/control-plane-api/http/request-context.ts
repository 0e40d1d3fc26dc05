import type { Fence } from '@lcm/core/contracts/primitives';
import type { Actor } from '@lcm/core/domain/access';
import { type Random, uuid } from '@lcm/core/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../application/operation.ts';
import type { Authenticator, Identity } from '../auth/identity.ts';
import { EdgeError } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    correlationId: string;
    /** Who sent it; `undefined` for nobody we know. */
    identity: Identity | undefined;
  }
}

interface Deps {
  readonly auth: Authenticator;
  readonly random: Random;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const correlationPattern = /^[\w.:-]{1,128}$/;

/** Every request gets its id, and every request of the API its sender, before anything looks at what was sent. */
export function addRequestContext(app: FastifyInstance, { auth, random }: Deps): void {
  app.decorateRequest('correlationId', '');
  app.decorateRequest('identity', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const given = request.headers['x-correlation-id'];
    request.correlationId = typeof given === 'string' && correlationPattern.test(given) ? given : uuid(random);
    reply.header('x-correlation-id', request.correlationId);
    if (!request.url.startsWith('/api/')) return;
    const { cookie, authorization } = request.headers;
    request.identity = await auth.identify({ cookie, authorization });
    checkCsrf(request);
  });
}

/** Browsers send cookies with requests that other pages make them send; the token they do not. */
function checkCsrf({ identity, method, headers }: FastifyRequest): void {
  if (identity?.via !== 'cookie' || safeMethods.has(method)) return;
  if (headers['x-csrf-token'] === identity.csrfToken) return;
  throw new EdgeError('access.csrf', 'Send the csrfToken of /api/v1/auth/me in the header x-csrf-token.');
}

const nobody: Actor = { id: 'anonymous', name: 'Anonymous', roles: [] };

export function anonymousOf({ correlationId }: FastifyRequest): Caller {
  return { actor: nobody, correlationId };
}

/** Fences and causes are what services say; nobody else is asked for them. */
export function callerOf({ identity, correlationId, headers }: FastifyRequest): Caller | undefined {
  if (identity === undefined) return undefined;
  const causation = headers['x-causation-id'];
  return {
    actor: identity.actor,
    correlationId,
    ...(typeof causation === 'string' && correlationPattern.test(causation) ? { causationId: causation } : {}),
    ...fenceOf(headers['x-lcm-fence']),
  };
}

function fenceOf(header: string | readonly string[] | undefined): { readonly fence?: Fence } {
  if (typeof header !== 'string') return {};
  const [, election, epoch, token] = /^([\w/.-]{1,64}):(?:(\d{1,15}):)?(\d{1,15})$/.exec(header) ?? [];
  if (election === undefined) {
    throw new EdgeError('request.invalid', 'x-lcm-fence: expected <election>:<epoch>:<token>');
  }
  return { fence: { election, ...(epoch !== undefined && { epoch: Number(epoch) }), token: Number(token) } };
}
