import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import type { SessionStore } from '@lcm/core/ports/session-store';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { createDispatch, type DispatchDeps } from '../application/dispatch.ts';
import { createAuth } from '../auth/auth.ts';
import { mountLogin, type OnLogin } from '../auth/auth-routes.ts';
import { type EmbeddedProvider, openEmbeddedProvider } from '../auth/embedded-provider.ts';
import type { Authenticator } from '../auth/identity.ts';
import { mountTokens } from '../auth/token-routes.ts';
import type { Route } from '../http/route.ts';
import { createServer } from '../http/server.ts';
import { MemoryFeed } from './memory-feed.ts';

export const publicUrl = 'http://localhost:8000';

export interface EdgeOptions<Deps> extends Partial<DispatchDeps<Deps>> {
  readonly routes?: readonly Route<Deps>[];
  readonly folder?: string;
  readonly uiFolder?: string;
  readonly isDemo?: boolean;
  readonly log?: { write(line: string): void };
  readonly bodyLimitBytes?: number;
}

/** The whole edge in memory, with a clock that is moved by hand; the embedded provider reads the machine's, so it starts there. */
export async function openEdge<Deps>(
  options: EdgeOptions<Deps> & { readonly deps: Deps; readonly sessionStore: (clock: FakeClock) => SessionStore },
) {
  const clock = new FakeClock(Date.now());
  const logger: Logger = pino({ level: 'debug' }, options.log ?? { write: () => undefined });
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'lcm-edge-')));
  const isDemo = options.isDemo ?? true;
  const embedded = await openEmbeddedProvider({ publicUrl, folder, audience: 'lcm', isDemo, clock, logger });
  const auth = createAuth({
    issuer: embedded.issuer,
    clientId: embedded.clientId,
    clientSecret: embedded.clientSecret,
    audience: 'lcm',
    publicUrl,
    clock,
    fetch: embedded.fetch,
    sessionStore: options.sessionStore(clock),
    sessionSecret: 'a secret of at least thirty-two characters',
    limits: { absoluteMs: 36_000_000, idleMs: 1_800_000, leewayMs: 300_000 },
  });
  const feed = new MemoryFeed();
  const logins: Parameters<OnLogin>[0][] = [];
  const app = await openServer({ ...options, auth, clock, feed, logger }, [
    embedded.mount,
    (server) => mountLogin(server, auth, (login) => logins.push(login)),
    (server) => mountTokens(server, { oidc: auth.oidc, embedded, clock }),
    (server) => {
      // One that was given is of whoever gave it.
      if (options.folder === undefined) server.addHook('onClose', async () => rm(folder, { recursive: true }));
    },
  ]);
  return { app, auth, clock, embedded, feed, folder, logins };
}

interface ServerParts<Deps> extends EdgeOptions<Deps> {
  readonly deps: Deps;
  readonly auth: Authenticator;
  readonly clock: FakeClock;
  readonly feed: MemoryFeed;
  readonly logger: Logger;
}

export async function openServer<Deps>(
  { auth, clock, feed, logger, deps, ...options }: ServerParts<Deps>,
  plugins: readonly ((app: FastifyInstance) => void | Promise<void>)[] = [],
): Promise<FastifyInstance> {
  return createServer({
    routes: options.routes ?? [],
    dispatch: createDispatch({ deps, waitFor: options.waitFor ?? (async () => undefined), observe: options.observe }),
    auth,
    feed,
    clock,
    random: new SeededRandom(1),
    logger,
    plugins,
    readiness: async () => ({ store: undefined }),
    settings: {
      publicUrl,
      version: '0.0.0',
      uiFolder: options.uiFolder ?? '/nowhere',
      isDemo: true,
      bodyLimitBytes: options.bodyLimitBytes,
    },
  });
}

export async function tokenOf(embedded: EmbeddedProvider, username: string, clock: FakeClock): Promise<string> {
  const outcome = await embedded.logIn(username, 'test', '127.0.0.1');
  if (outcome.is !== 'user') throw new Error(`${username} cannot log in`);
  return (await embedded.issueToken(outcome.user, clock.now())).accessToken;
}
