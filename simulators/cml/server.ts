import { Server as HttpsServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { selfSignedCertificate, type TlsPair } from './certificate.ts';
import { type ConsolePorts, publishConsoles } from './console-listeners.ts';
import { serveEvents } from './events.ts';
import { dispatch, type Outcome, refusal, routes } from './http/dispatch.ts';
import type { Answer, Route } from './http/route.ts';
import { typeAtConsole } from './model/device.ts';
import { getNode } from './model/labs.ts';
import type { CmlModel } from './model/model.ts';
import { fault } from './model/state.ts';

export interface CmlServerOptions {
  readonly model: CmlModel;
  readonly host?: string | undefined;
  /** 0 for any free one. */
  readonly port?: number | undefined;
  readonly tls?: TlsPair | undefined;
  /** Called before an answer that tells of a change leaves: what it tells of must survive a crash. */
  readonly save?: ((state: unknown) => void) | undefined;
  /** Where a console goes that a tag publishes; the port itself unless told otherwise. */
  readonly consolePort?: ((tagged: number) => number) | undefined;
}

export interface RunningCmlServer {
  readonly url: string;
  readonly consoles: ConsolePorts;
  readonly close: () => Promise<void>;
}

/** Serves one CML server over HTTPS, with its consoles and its event socket. */
export async function startCmlServer(options: CmlServerOptions): Promise<RunningCmlServer> {
  const { model, host = '127.0.0.1', port = 0, tls = await selfSignedCertificate(), save = () => undefined } = options;
  const app = fastify({
    https: tls,
    bodyLimit: 20_000_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', async (_request, reply) => void reply.header('server', 'nginx'));
  for (const route of routes) mount(app, route, { model, save });
  mountAdministration(app, { model, save });
  app.setNotFoundHandler(async (request, reply) => send(reply, unknownPath(request)));
  const url = await listen(app, host, port);
  const consolePort = options.consolePort ?? ((tagged) => tagged);
  const consoles = publishConsoles({ model, host, save, consolePort });
  const closeEvents = serveEvents(app.server instanceof HttpsServer ? app.server : undefined, model);
  const close = async (): Promise<void> => {
    closeEvents();
    await consoles.close();
    await app.close();
  };
  return { url, consoles, close };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw error;
  }
}

interface Behind {
  readonly model: CmlModel;
  readonly save: (state: unknown) => void;
}

function mount(app: FastifyInstance, route: Route, { model, save }: Behind): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { authorization } = request.headers;
    const incoming = {
      authorization,
      params: strings(request.params),
      query: strings(request.query),
      body: textOf(request.body),
    };
    const outcome = dispatch(model, route, incoming);
    if (route.method !== 'GET') save(model.toJSON());
    return deliver(reply, outcome);
  };
  app.route({ method: route.method, url: `/api/v0${route.path}`, handler });
}

async function deliver(reply: FastifyReply, { answer, delayMs }: Outcome): Promise<unknown> {
  if (delayMs > 0) await wait(delayMs);
  if (answer) return send(reply, answer);
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

async function send(reply: FastifyReply, answer: Answer): Promise<unknown> {
  reply.code(answer.status);
  if ('json' in answer) return reply.type('application/json').send(JSON.stringify(answer.json));
  if ('bytes' in answer) return reply.type(answer.contentType).send(Buffer.from(answer.bytes));
  return 'text' in answer ? reply.type(answer.contentType).send(answer.text) : reply.send();
}

const stringMap = z.record(z.string(), z.string()).catch({});

function strings(value: unknown): Record<string, string> {
  return stringMap.parse(value);
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : '';
}

function unknownPath({ method, url }: FastifyRequest): Answer {
  const path = url.split('?')[0] ?? '';
  const others = routes.filter((route) => route.method !== method);
  const known = others.some((route) => pattern(route).test(path));
  return known ? refusal(405, 'Method Not Allowed') : refusal(404, 'Not Found');
}

function pattern({ path }: Route): RegExp {
  return new RegExp(`^/api/v0${path.replaceAll(/:\w+/g, '[^/]+')}$`);
}

const typing = z.object({ lab: z.string(), node: z.string(), lines: z.array(z.string()) });

/** Not CML's: what a person or a test does to the simulator itself. */
function mountAdministration(app: FastifyInstance, { model, save }: Behind): void {
  app.get('/_state', () => JSON.stringify(overview(model)));
  app.get('/_faults', () => JSON.stringify(model.state.faults));
  app.post('/_faults', (request, reply) => {
    const parsed = fault.safeParse(JSON.parse(textOf(request.body)));
    if (!parsed.success) return send(reply, refusal(400, parsed.error.message));
    model.addFault(parsed.data);
    save(model.toJSON());
    return send(reply, { status: 201 });
  });
  app.delete('/_faults', (_request, reply) => {
    model.clearFaults();
    save(model.toJSON());
    return send(reply, { status: 204 });
  });
  app.post('/_type', (request, reply) => {
    const { lab, node, lines } = typing.parse(JSON.parse(textOf(request.body)));
    const found = getNode(model, lab, node);
    const output = lines.map((line) => typeAtConsole(model, found.node, line) ?? '');
    save(model.toJSON());
    return send(reply, { status: 200, json: output });
  });
}

function overview(model: CmlModel): unknown {
  const { phase, effects, holdsLicense, state } = model;
  return {
    phase,
    effects,
    holdsLicense,
    faults: state.faults,
    labs: state.labs.map(({ id, properties }) => ({ id, ...properties })),
  };
}
