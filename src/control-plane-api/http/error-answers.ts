import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { refuse } from './api.ts';
import { Methods } from './methods.ts';
import { rejectionOf } from './problem.ts';
import type { Route } from './route.ts';
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
      logger.warn({ err: error, correlationId }, 'something that a request needs does not answer');
    else logger.debug({ code: rejection.code, correlationId }, 'a request was refused');
    await refuse(reply, rejection);
  });
  const methods = new Methods(routes);
  const answerUnknown = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (isScreen(request)) return screen(request, reply);
    const path = pathOf(request);
    const allowed = methods.at(path);
    if (allowed.length === 0) {
      return refuse(reply, { code: 'request.unknown-route', message: `There is nothing at ${path}.` });
    }
    reply.header('allow', allowed.join(', '));
    const message = `${request.method} is not for ${path}; use ${allowed.join(' or ')}.`;
    return refuse(reply, { code: 'request.method-not-allowed', message });
  };
  // Before a body is read: what is wrong with that does not matter where nobody takes it.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || methods.isParameterOnly(request.method, pathOf(request))) await answerUnknown(request, reply);
  });
  app.setNotFoundHandler(answerUnknown);
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '';
}
