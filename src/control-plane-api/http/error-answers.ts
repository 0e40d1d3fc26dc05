import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { refuse } from './api.ts';
import { rejectionOf } from './problem.ts';
import { apiPrefix, type Route } from './route.ts';
import { isScreen } from './static-ui.ts';

interface Deps<Operations> {
  readonly routes: readonly Route<Operations>[];
  readonly logger: Logger;
  readonly screen: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** What is thrown is logged with all there is and answered with what may be said. */
export function addErrorAnswers<Operations>(app: FastifyInstance, { routes, logger, screen }: Deps<Operations>): void {
  app.setErrorHandler(async (error, request, reply) => {
    const rejection = rejectionOf(error);
    const { correlationId } = request;
    if (rejection.code === 'internal.bug') logger.error({ err: error, correlationId }, 'a request failed');
    else if (rejection.code.endsWith('.unavailable'))
      logger.warn({ err: error, correlationId }, 'nobody can be identified');
    else logger.debug({ code: rejection.code, correlationId }, 'a request was refused');
    await refuse(reply, rejection);
  });
  const known = routes.map(({ method, path }) => ({ method: method.toUpperCase(), pattern: patternOf(path) }));
  app.setNotFoundHandler(async (request, reply) => {
    if (isScreen(request)) return screen(request, reply);
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (allowed.length === 0) {
      return refuse(reply, { code: 'request.unknown-route', message: `There is nothing at ${path}.` });
    }
    reply.header('allow', allowed.join(', '));
    const message = `${request.method} is not for ${path}; use ${allowed.join(' or ')}.`;
    return refuse(reply, { code: 'request.method-not-allowed', message });
  });
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${apiPrefix}${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
