import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import type { Clock } from '@lcm/core/kernel';
import Fastify, { type FastifyError } from 'fastify';
import { ZodError, z } from 'zod';
import type { CommandsBetween, ContentLoader } from './content/lab-content.ts';
import { type CloudEventsSink, sendTo } from './events/cloud-events-sink.ts';
import { runDeliveryLoop } from './events/delivery-loop.ts';
import { controlRoutes } from './http/control-routes.ts';
import { LaunchTokens } from './http/launch-tokens.ts';
import { v3Routes } from './http/v3-routes.ts';
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
  const app = Fastify({ forceCloseConnections: true });
  let url = '';
  const publicUrl = (): string => options.publicUrl ?? url;
  const contentSize = async (form: string): Promise<number | undefined> => {
    const content = await options.content(form);
    return content?.tasks.length;
  };
  app.setErrorHandler<FastifyError | ZodError>(async (error, _request, reply) => {
    const { status, code, message } = failure(error);
    return reply.code(status).send(problem(code, message));
  });
  v3Routes(app, { model, tokens, username: options.username, password: options.password, publicUrl, contentSize });
  controlRoutes(app, model);
  url = await app.listen({ host, port });
  const stop = new AbortController();
  const delivery = sink && runDeliveryLoop({ model, send: sendTo(sink), clock, signal: stop.signal });
  return {
    url,
    async close() {
      stop.abort();
      await Promise.all([delivery, app.close()]);
      unwatch?.();
    },
  };
}

function failure(error: FastifyError | ZodError): { status: number; code: string; message: string } {
  if (error instanceof ZodError) return { status: 400, code: 'request.invalid', message: z.prettifyError(error) };
  // The real service says 415 to an empty body, whatever its content type.
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return { status: 415, code: 'body.missing', message: 'empty body' };
  const status = error.statusCode ?? 500;
  return { status, code: status < 500 ? 'request.invalid' : 'broken', message: error.message };
}
