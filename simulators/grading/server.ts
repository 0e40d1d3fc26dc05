import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { type Clock, type Random, uuid } from '@lcm/core/kernel';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problem } from './http/dispatch.ts';
import { serve } from './http/serve.ts';
import { FaultRequest } from './model/faults.ts';
import type { GradingModel } from './model/grading-model.ts';
import type { News } from './model/news.ts';

export interface GradingSimulatorOptions {
  readonly model: GradingModel;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly random: Random;
  readonly clock?: Clock | undefined;
  /** Hands an event over; resolving acknowledges it. Without one nobody is told. */
  readonly tell?: ((event: News) => Promise<void>) | undefined;
  /** The document that outlives a kill; written before any answer. */
  readonly state?: { write(state: unknown): void } | undefined;
}

export interface GradingSimulator {
  readonly url: string;
  /** Where tokens for it come from. */
  readonly tokenUrl: string;
  readonly close: () => Promise<void>;
}

const tellEveryMs = 1_000;
const mostBytes = 64 * 1024 * 1024;

/** The grading engine on the network, with the token endpoint of the provider before it. */
export async function startGradingSimulator(options: GradingSimulatorOptions): Promise<GradingSimulator> {
  const { model, host, port, clock = new SystemClock() } = options;
  const app = Fastify({ forceCloseConnections: true, bodyLimit: mostBytes });
  const tokens = new Set<string>();
  forms(app);
  tokenRoute(app, options, tokens);
  apiRoutes(app, options, tokens);
  faultRoutes(app, model);
  const url = await app.listen({ host, port });
  const stop = new AbortController();
  const telling = options.tell && tellAll(model, options.tell, { clock, signal: stop.signal });
  const close = async (): Promise<void> => {
    stop.abort();
    await Promise.all([telling, app.close()]);
  };
  return { url, tokenUrl: `${url}/token`, close };
}

function forms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}

const TokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
});

/** RFC 6749, 4.4. */
function tokenRoute(app: FastifyInstance, options: GradingSimulatorOptions, tokens: Set<string>): void {
  const { clientId, clientSecret, random } = options;
  app.post('/token', async (request, reply) => {
    const asked = TokenRequest.safeParse(request.body).data;
    if (asked?.client_id !== clientId || asked.client_secret !== clientSecret)
      return reply.code(401).send({ error: 'invalid_client' });
    const token = uuid(random);
    tokens.add(token);
    return { access_token: token, token_type: 'Bearer', expires_in: 600 };
  });
}

function apiRoutes(app: FastifyInstance, { model, state }: GradingSimulatorOptions, tokens: Set<string>): void {
  app.all('/api/*', async (request, reply) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!tokens.has(token)) return reply.code(401).send(problem(401, 'no valid token').body);
    const { method, url, body } = request;
    const served = await serve(model, { method, path: url, body });
    state?.write(model.toJSON());
    if (served === undefined) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    return reply.code(served.status).type('application/json').send(served.text);
  });
}

/** What no real engine has: faults on demand. */
function faultRoutes(app: FastifyInstance, model: GradingModel): void {
  app.post('/_faults', async (request, reply) => {
    const fault = FaultRequest.safeParse(request.body);
    if (!fault.success) return reply.code(400).send({ error: z.prettifyError(fault.error) });
    model.arm(fault.data);
    return { faults: model.faults.armed };
  });
  app.delete('/_faults', async () => {
    model.faults.clear();
    return { faults: [] };
  });
}

/** At least once: what is not acknowledged is told again. */
async function tellAll(
  model: GradingModel,
  tell: (event: News) => Promise<void>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    for (const news of model.news()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in their order
      const isHeard = await tell(news).then(
        () => true,
        () => false,
      );
      if (isHeard) model.acknowledged(news);
    }
    // oxlint-disable-next-line no-await-in-loop -- this is the wait of the loop
    await clock.sleep(tellEveryMs, signal);
  }
}
