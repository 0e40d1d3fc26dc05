import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dispatch } from '../application/dispatch.ts';
import type { Download, Rejection } from '../application/operation.ts';
import { mergeInput } from './input.ts';
import { wireSchema } from './json-schema.ts';
import { EdgeError, problemOf, problemType } from './problem.ts';
import { anonymousOf, callerOf } from './request-context.ts';
import { bodyLimitOf, prefixesOf, type Route } from './route.ts';

type Texts = Readonly<Record<string, string>>;

/** Puts every route where it says, in front of the one dispatcher. */
export function mountRoutes<Deps>(
  app: FastifyInstance,
  routes: readonly Route<Deps>[],
  dispatch: Dispatch<Deps>,
): void {
  for (const route of routes) {
    const handler = handlerOf(route, dispatch);
    for (const prefix of prefixesOf(route)) {
      app.route<{ Params: Texts; Querystring: Texts }>({
        method: route.method.toUpperCase(),
        url: `${prefix}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        handler,
        ...bodyLimitOf(route),
      });
    }
  }
}

type Incoming = FastifyRequest<{ Params: Texts; Querystring: Texts }>;

function handlerOf<Deps>({ operation, status = 200 }: Route<Deps>, dispatch: Dispatch<Deps>) {
  const schema = wireSchema(operation.input);
  return async (request: Incoming, reply: FastifyReply): Promise<unknown> => {
    const { atLeast: shown, ...query } = request.query;
    const caller = callerOf(request);
    const anonymous = anonymousOf(request);
    const input = mergeInput({ path: request.params, query, body: request.body }, schema);
    const atLeast = positionOf(request.headers['x-lcm-at-least'] ?? shown);
    // What cannot be merged is judged after the permission, like everything else that is wrong with an input.
    const answer = await dispatch(operation, { caller, anonymous, input, atLeast });
    if (!answer.ok) return refuse(reply, answer.rejection);
    if (answer.value.download) return send(reply, answer.value.download);
    if (answer.value.position !== undefined) reply.header('x-lcm-position', answer.value.position);
    return reply.status(answer.value.isOpen ? 202 : status).send(answer.value.body);
  };
}

/** As it is made: whoever reads slowly is not read ahead for. */
async function send(reply: FastifyReply, { type, name, chunks }: Download): Promise<FastifyReply> {
  const file = name.replaceAll(/[^\w.-]/g, '_');
  const isText = !['application/zip', 'application/octet-stream'].includes(type);
  reply.type(isText ? `${type}; charset=utf-8` : type).header('content-disposition', `attachment; filename="${file}"`);
  return reply.send(Readable.from(chunks));
}

export async function refuse(reply: FastifyReply, rejection: Rejection): Promise<void> {
  const problem = problemOf(rejection, reply.request.correlationId);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="lablet-cloud-manager"');
  if (problem.status === 503) reply.header('retry-after', '2');
  await reply.status(problem.status).type(problemType).send(JSON.stringify(problem));
}

function positionOf(text: string | readonly string[] | undefined): number | undefined {
  if (text === undefined) return undefined;
  const position = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(position)) return position;
  throw new EdgeError('request.invalid', 'atLeast: expected a position, as in x-lcm-position');
}
