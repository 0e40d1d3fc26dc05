import type { Clock, Random } from '@lcm/core/kernel';
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Dispatch } from '../application/dispatch.ts';
import type { LiveFeed } from '../application/live-feed.ts';
import type { Authenticator } from '../auth/identity.ts';
import { mountRoutes } from './api.ts';
import { apiDescription, mountDocs } from './docs.ts';
import { addErrorAnswers } from './error-answers.ts';
import { mountHealth, type Readiness } from './health.ts';
import { readJsonBodies } from './json-bodies.ts';
import { openApiDocument } from './openapi.ts';
import { addRequestContext } from './request-context.ts';
import type { Route } from './route.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { mountStream } from './sse-route.ts';
import { mountUi } from './static-ui.ts';

export interface ServerDeps<Deps> {
  readonly routes: readonly Route<Deps>[];
  readonly dispatch: Dispatch<Deps>;
  readonly auth: Authenticator;
  readonly feed: LiveFeed;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** What else answers here: login, the embedded identity provider, webhooks. In the order they are given. */
  readonly plugins?: readonly ((app: FastifyInstance) => void | Promise<void>)[] | undefined;
  readonly readiness: Readiness;
  /** More lines for /metrics, in Prometheus' text format. */
  readonly metrics?: (() => string) | undefined;
  readonly settings: ServerSettings;
}

export interface ServerSettings {
  readonly publicUrl: string;
  readonly version: string;
  /** The built screens; a note is shown when there are none. */
  readonly uiFolder: string;
  readonly isDemo: boolean;
  readonly bodyLimitBytes?: number | undefined;
  readonly heartbeatMs?: number | undefined;
  readonly streamBacklogLimit?: number | undefined;
}

/** Everything that answers on the one port, not yet listening: `app.listen` or, in tests, `app.inject`. */
export async function createServer<Deps>(deps: ServerDeps<Deps>): Promise<FastifyInstance> {
  const { routes, settings, logger } = deps;
  const app = fastify({
    logger: false,
    bodyLimit: settings.bodyLimitBytes ?? 1_048_576,
    // Whatever fits into a request line is for the schemas to judge, so that it is refused in our own words.
    routerOptions: { maxParamLength: 16_384 },
    forceCloseConnections: 'idle',
  });
  readJsonBodies(app);
  addSecurityHeaders(app, settings.publicUrl.startsWith('https:'));
  mountHealth(app, deps);
  addRequestContext(app, deps);
  const screen = await mountUi(app, settings.uiFolder);
  addErrorAnswers(app, { routes, logger, screen });
  mountRoutes(app, routes, deps.dispatch);
  const document = openApiDocument(routes, apiInfo(settings));
  mountDocs(app, () => document);
  const endStreams = mountStream(app, {
    ...deps,
    heartbeatMs: settings.heartbeatMs ?? 30_000,
    backlogLimit: settings.streamBacklogLimit ?? 1_000_000,
  });
  app.addHook('preClose', async () => endStreams());
  for (const plugin of deps.plugins ?? []) await plugin(app);
  await app.ready();
  return app;
}

export function apiInfo({ publicUrl, version, isDemo }: Pick<ServerSettings, 'publicUrl' | 'version' | 'isDemo'>) {
  return { title: 'Lablet Cloud Manager', version, description: apiDescription(publicUrl, isDemo) };
}
