import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import type { Clock } from '@lcm/core/kernel';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { ZodError, z } from 'zod';
import { Consoles } from './console/consoles.ts';
import { SolutionTyping } from './console/solution-typing.ts';
import type { CommandsBetween, ContentLoader } from './content/lab-content.ts';
import { linesMissing } from './content/solution.ts';
import { type CloudEventsSink, sendTo } from './events/cloud-events-sink.ts';
import { runDeliveryLoop } from './events/delivery-loop.ts';
import { consoleSockets } from './http/console-socket.ts';
import { controlRoutes } from './http/control-routes.ts';
import { LaunchTokens } from './http/launch-tokens.ts';
import { type PageDeps, pageRoutes } from './http/page-routes.ts';
import { type V3Deps, v3Routes } from './http/v3-routes.ts';
import { problem } from './http/wire.ts';
import type { LdsModel } from './model/lds-model.ts';

export interface LdsSimulatorOptions {
  readonly model: LdsModel;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly content: ContentLoader;
  /** Where CloudEvents go; without one they wait in the outbox. */
  readonly sink?: CloudEventsSink | undefined;
  /** The document that outlives a kill; written before any answer. */
  readonly state?: { write(state: unknown): void } | undefined;
  /** How browsers reach this server, when not by host and port. */
  readonly publicUrl?: string | undefined;
  readonly commandsBetween?: CommandsBetween | undefined;
  readonly clock?: Clock | undefined;
  readonly launchTtlMs?: number | undefined;
  /** Between the lines of a solution that is typed for somebody. */
  readonly typingPauseMs?: number | undefined;
}

export interface LdsSimulator {
  readonly url: string;
  close(): Promise<void>;
}

const pageTtlMs = 12 * 3_600_000;

/** The delivery system on the network: REST for us, a page for the candidate, CloudEvents to the sink. */
export async function startLdsSimulator(options: LdsSimulatorOptions): Promise<LdsSimulator> {
  const { model, host, port, state, sink, clock = new SystemClock() } = options;
  const unwatch = state === undefined ? undefined : model.watch(() => state.write(model.toJSON()));
  state?.write(model.toJSON());
  const tokens = new LaunchTokens(model.launchKey, clock, { launch: options.launchTtlMs ?? 300_000, page: pageTtlMs });
  const consoles = new Consoles(model);
  const typing = new SolutionTyping({ model, consoles, clock, pauseMs: options.typingPauseMs });
  let url = '';
  const app = application(options, { model, tokens, consoles, typing, publicUrl: () => options.publicUrl ?? url });
  const closeSockets = consoleSockets(app.server, { model, tokens, consoles });
  url = await app.listen({ host, port });
  const stop = new AbortController();
  const delivery = sink && runDeliveryLoop({ model, send: sendTo(sink), clock, signal: stop.signal });
  return {
    url,
    async close() {
      stop.abort();
      closeSockets();
      consoles.close();
      await Promise.all([delivery, typing.close(), app.close()]);
      unwatch?.();
    },
  };
}

type Parts = Pick<PageDeps, 'model' | 'tokens' | 'consoles' | 'typing'> & Pick<V3Deps, 'publicUrl'>;

function application(options: LdsSimulatorOptions, parts: Parts): FastifyInstance {
  const { username, password, content, commandsBetween = linesMissing } = options;
  const contentSize = async (form: string): Promise<number | undefined> => {
    const found = await content(form);
    return found?.tasks.length;
  };
  const app = Fastify({ forceCloseConnections: true });
  app.setErrorHandler<FastifyError | ZodError>(async (error, _request, reply) => {
    const { status, code, message } = failure(error);
    return reply.code(status).send(problem(code, message));
  });
  v3Routes(app, { ...parts, username, password, contentSize });
  controlRoutes(app, parts.model);
  pageRoutes(app, { ...parts, content, commandsBetween });
  return app;
}

function failure(error: FastifyError | ZodError): { status: number; code: string; message: string } {
  if (error instanceof ZodError) return { status: 400, code: 'request.invalid', message: z.prettifyError(error) };
  // The real service says 415 to an empty body, whatever its content type.
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return { status: 415, code: 'body.missing', message: 'empty body' };
  const status = error.statusCode ?? 500;
  return { status, code: status < 500 ? 'request.invalid' : 'broken', message: error.message };
}
