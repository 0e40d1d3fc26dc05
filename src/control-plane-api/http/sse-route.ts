import { may } from '@lcm/core/domain/access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator, Identity } from '../auth/identity.ts';
import { EdgeError } from './problem.ts';
import { LiveStream, type StreamDeps } from './sse.ts';
import type { Sink } from './sse-outbox.ts';

export interface SseDeps extends StreamDeps {
  readonly auth: Authenticator;
}

/** Mounts the stream under its own and its older path. Answers with what ends all readers when the server stops. */
export function mountStream(app: FastifyInstance, deps: SseDeps): () => void {
  const streams = new Set<LiveStream>();
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const identity = viewerOf(request.identity);
    const sink = open(reply);
    const stream = new LiveStream(
      deps,
      { ...filtersOf(request), viewer: identity, recheck: () => deps.auth.recheck(identity) },
      sink,
    );
    streams.add(stream);
    reply.raw.on('close', () => stream.close());
    try {
      await stream.run();
    } finally {
      streams.delete(stream);
    }
  };
  for (const url of ['/api/v1/events/stream', '/api/events/stream']) app.get(url, handler);
  return () => {
    for (const stream of streams) stream.close('shutdown');
  };
}

function viewerOf(identity: Identity | undefined): Identity {
  if (identity === undefined) throw new EdgeError('access.unauthenticated', 'Log in, or send a bearer token.');
  if (identity.actor.roles.length === 0) throw new EdgeError('access.no-role', 'Known here, but without any role.');
  if (may(identity.actor, 'stream:read')) return identity;
  throw new EdgeError('access.denied', 'The live stream is for people (stream:read).');
}

function filtersOf({ query, headers }: FastifyRequest) {
  const texts = new URLSearchParams(Object.entries(query ?? {}));
  const header = headers['last-event-id'];
  return {
    workerIds: listOf(texts.get('worker_ids')),
    eventTypes: listOf(texts.get('event_types')),
    lastEventId: (typeof header === 'string' ? header : undefined) ?? texts.get('lastEventId') ?? undefined,
  };
}

function listOf(text: string | null): ReadonlySet<string> {
  return new Set((text ?? '').split(',').flatMap((part) => part.trim() || []));
}

function open(reply: FastifyReply): Sink {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  return {
    write: (text) => raw.write(text),
    onDrain: (listener) => void raw.on('drain', listener),
    end: () => void raw.end(),
    destroy: () => void raw.destroy(),
  };
}
