import type { FastifyInstance } from 'fastify';
import { EdgeError } from './problem.ts';

/** CloudEvents and the like are JSON under a name of their own. */
const otherJson = /^application\/[\w.-]+\+json/;

/**
 * Reads bodies as JSON and lets no key through that reaches a prototype. A body with one is well-formed all the same and
 * fits many a schema, so it is refused like what breaks any other rule that a schema cannot say.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  for (const type of ['application/json', otherJson]) {
    app.addContentTypeParser<string>(type, { parseAs: 'string' }, (request, body, done) => {
      void parse(request, body, (error, value) => {
        const isForbidden = error !== null && isJson(body);
        done(isForbidden ? new EdgeError('request.unprocessable', 'A key of the body is not allowed.') : error, value);
      });
    });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
