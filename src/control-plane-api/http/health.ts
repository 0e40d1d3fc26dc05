import type { Clock } from '@lcm/core/kernel';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { HttpMetrics } from './metrics.ts';

/** What must work for requests to be served, by name: `undefined` when it does, else why not. */
export type Readiness = () => Promise<Readonly<Record<string, string | undefined>>>;

interface Deps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly readiness: Readiness;
  readonly metrics?: (() => string) | undefined;
}

const unwatched = new Set(['/health', '/ready', '/metrics']);

/** Alive, ready, and how it goes: for those who keep it running. One log line for each request but theirs. */
export function mountHealth(app: FastifyInstance, { clock, logger, readiness, metrics }: Deps): void {
  const http = new HttpMetrics();
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    if (unwatched.has(route)) return;
    const { method } = request;
    const status = reply.statusCode;
    http.record({ method, route, status }, reply.elapsedTime);
    const { correlationId, identity } = request;
    // The route and not the URL: queries may carry codes and names.
    logger.info(
      { correlationId, method, route, status, ms: Math.round(reply.elapsedTime), actor: identity?.actor.id },
      'request',
    );
  });
  app.get('/health', async () => ({ status: 'ok', at: new Date(clock.now()).toISOString() }));
  app.get('/ready', async (_request, reply) => {
    const parts = await readiness();
    const isReady = Object.values(parts).every((problem) => problem === undefined);
    const named = Object.entries(parts).map(([name, problem]) => [name, problem ?? 'ok']);
    return reply
      .status(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not-ready', parts: Object.fromEntries(named) });
  });
  app.get('/metrics', async (_request, reply) => {
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${http.text()}${metrics?.() ?? ''}`);
  });
}
