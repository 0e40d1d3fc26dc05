import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock, Instant } from '@lcm/core/kernel';
import type { FastifyInstance } from 'fastify';
import { importJWK, type JWK, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import { Attempts } from './attempts.ts';
import { inProcessFetch } from './in-process-fetch.ts';
import { handleInteraction } from './interaction.ts';
import { pagePolicy } from './pages.ts';
import { isPassword } from './passwords.ts';
import {
  portalClient,
  programClient,
  providerConfiguration,
  tokenSeconds,
  userClaims,
} from './provider-configuration.ts';
import { ProviderDatabase } from './provider-records.ts';
import { loadSecrets, type ProviderSecrets } from './provider-secrets.ts';
import { demoUsers, type LoginOutcome, readUsers, type User } from './users.ts';
import { newSecret } from './vault.ts';

export interface EmbeddedProviderOptions {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Its own folder: `secrets.json`, `users.json` (the operator's), `provider.sqlite`. */
  readonly folder: string;
  readonly audience: string;
  readonly isDemo: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** @param options.folder is made when it is not there */
export async function openEmbeddedProvider(options: EmbeddedProviderOptions): Promise<EmbeddedProvider> {
  const { folder, publicUrl, isDemo, clock, audience } = options;
  const secrets = await loadSecrets(join(folder, 'secrets.json'));
  const own = await readUsers(join(folder, 'users.json'));
  const users = new Map([...(isDemo ? demoUsers : []), ...own].map((user) => [user.username, user]));
  const database = new ProviderDatabase(join(folder, 'provider.sqlite'), clock);
  const findUser = (username: string): User | undefined => users.get(username);
  const provider = new Provider(
    `${publicUrl}/idp`,
    providerConfiguration({ publicUrl, audience, secrets, database, findUser }),
  );
  // The address it is reached at is set below for each request, from our own settings only.
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => options.logger.error({ err: error }, 'the identity provider failed'));
  return new EmbeddedProvider({ ...options, secrets, users, database, provider });
}

interface Parts extends EmbeddedProviderOptions {
  readonly secrets: ProviderSecrets;
  readonly users: ReadonlyMap<string, User>;
  readonly database: ProviderDatabase;
  readonly provider: Provider;
}

/** An OIDC provider in this process, under `/idp`: for one machine, where no Keycloak is. */
export class EmbeddedProvider {
  readonly issuer: string;
  readonly clientId = portalClient;
  readonly #parts: Parts;
  readonly #attempts: Attempts;
  #app: FastifyInstance | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.issuer = `${parts.publicUrl}/idp`;
    this.#attempts = new Attempts(parts.clock);
  }

  get clientSecret(): string {
    return this.#parts.secrets.portalSecret;
  }

  /** One identity for each service; what they log in with. */
  get serviceSecrets(): ProviderSecrets['services'] {
    return this.#parts.secrets.services;
  }

  get demoUsernames(): readonly string[] {
    return this.#parts.isDemo ? demoUsers.map(({ username }) => username) : [];
  }

  /** Reaches this provider without the network, wherever it is listening or not yet. */
  readonly fetch = async (url: string, init?: RequestInit): Promise<Response> => {
    if (this.#app === undefined) throw new Error('the embedded provider is not mounted');
    return inProcessFetch(this.#app, url, init);
  };

  /** As a plugin of the server. Bodies are left for the provider to read. */
  readonly mount = async (app: FastifyInstance): Promise<void> => {
    this.#app = app;
    await app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.all('/idp/*', async (request, reply) => {
        reply.hijack();
        await this.#handle(request.raw, reply.raw);
      });
    });
    app.addHook('onClose', async () => this.#parts.database.close());
  };

  async logIn(username: string, password: string, address: string): Promise<LoginOutcome> {
    if (!this.#attempts.mayTry(username, address)) return { is: 'too-many' };
    const user = this.#parts.users.get(username);
    // Somebody unknown takes as long as somebody known.
    const isRight = await isPassword(password, user?.password ?? nobodysPassword);
    if (user !== undefined && isRight) {
      this.#attempts.succeeded(username, address);
      return { is: 'user', user };
    }
    this.#attempts.failed(username, address);
    return { is: 'wrong' };
  }

  /** A short-lived token for somebody who has just shown who they are. */
  async issueToken(user: User, now: Instant): Promise<IssuedToken> {
    const [key] = this.#parts.secrets.signingKeys;
    if (key === undefined) throw new Error('there is no signing key');
    const { kid, private: signing } = await signingKey(key);
    const seconds = Math.floor(now / 1000);
    const accessToken = await new SignJWT({
      ...userClaims(user),
      client_id: programClient,
      scope: 'openid profile roles',
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
      .setIssuer(this.issuer)
      .setAudience(this.#parts.audience)
      .setSubject(user.username)
      .setJti(newSecret())
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + tokenSeconds)
      .sign(signing);
    return { accessToken, expiresInSeconds: tokenSeconds };
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host, protocol } = new URL(this.#parts.publicUrl);
    // Whatever proxies or clients say: links are made for the one public address.
    request.headers.host = host;
    request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete request.headers['x-forwarded-for'];
    response.setHeader('content-security-policy', pagePolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('x-frame-options', 'DENY');
    response.setHeader('referrer-policy', 'no-referrer');
    const { provider, logger } = this.#parts;
    if (await handleInteraction({ provider, logger, accounts: this }, request, response)) return;
    Object.assign(request, { originalUrl: request.url });
    request.url = request.url?.replace(/^\/idp/, '');
    await provider.callback()(request, response);
  }
}

/** Of no password at all. */
const nobodysPassword = 'scrypt$32768$8$3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

async function signingKey(key: JWK): Promise<{ readonly kid: string; readonly private: CryptoKey }> {
  const imported = await importJWK(key, 'RS256');
  if (imported instanceof Uint8Array) throw new Error('the signing key is no RSA key');
  return { kid: key.kid ?? '', private: imported };
}
