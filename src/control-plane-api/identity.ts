import { join } from 'node:path';
import type { Clock } from '@lcm/core/kernel';
import type { SessionStore } from '@lcm/core/ports/session-store';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Auth, createAuth } from './auth/auth.ts';
import { mountLogin, type OnLogin } from './auth/auth-routes.ts';
import { type EmbeddedProvider, openEmbeddedProvider } from './auth/embedded-provider.ts';
import { fetchVia } from './auth/oidc.ts';
import { mountTokens } from './auth/token-routes.ts';
import { type EdgeConfig, type IdentitySource, identitySource, publicUrlOf, sessionLimits } from './edge-config.ts';

export interface IdentityPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sessionStore: SessionStore;
  readonly sessionSecret: string;
  /** Where the embedded provider keeps its keys and users. */
  readonly folder: string;
}

export interface OpenIdentity {
  readonly auth: Auth;
  /** Only when no other provider is configured. */
  readonly embedded: EmbeddedProvider | undefined;
  readonly mount: (app: FastifyInstance, onLogin: OnLogin) => Promise<void>;
}

/** Login, sessions and tokens against the provider that is configured, or the embedded one. No falling back from one to the other. */
export async function openIdentity(config: EdgeConfig, ports: IdentityPorts): Promise<OpenIdentity> {
  const { clock, logger, sessionStore } = ports;
  const source = identitySource(config);
  const publicUrl = publicUrlOf(config);
  const audience = config.EXPECTED_AUDIENCE;
  const folder = join(ports.folder, 'identity');
  const embedded =
    source.is === 'embedded'
      ? await openEmbeddedProvider({ publicUrl, folder, audience, isDemo: config.DEMO_USERS, clock, logger })
      : undefined;
  const provider =
    source.is === 'external' ? { ...externalOf(source), clientId: config.KEYCLOAK_CLIENT_ID } : providerOf(embedded);
  const auth = createAuth({
    ...provider,
    audience,
    publicUrl,
    clock,
    sessionStore,
    sessionSecret: config.SESSION_SECRET_KEY ?? ports.sessionSecret,
    limits: sessionLimits(config),
  });
  const mount: OpenIdentity['mount'] = async (app, onLogin) => {
    if (embedded) await embedded.mount(app);
    mountLogin(app, auth, onLogin);
    mountTokens(app, { oidc: auth.oidc, embedded, clock });
  };
  return { auth, embedded, mount };
}

/** Tokens name the address that browsers use; this server may reach the provider under another one. */
function externalOf({ issuer, internal, clientSecret }: Extract<IdentitySource, { is: 'external' }>) {
  return { issuer, clientSecret, fetch: internal === undefined ? undefined : fetchVia(issuer, internal) };
}

function providerOf(embedded: EmbeddedProvider | undefined) {
  if (embedded === undefined) throw new Error('no identity provider was opened');
  const { issuer, clientId, clientSecret, fetch } = embedded;
  return { issuer, clientId, clientSecret, fetch };
}
