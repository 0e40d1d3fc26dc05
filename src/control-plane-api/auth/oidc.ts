import type { Actor } from '@lcm/core/domain/access';
import { type Clock, type Instant, instant, ok, type Result, reject } from '@lcm/core/kernel';
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  customFetch as jwksFetch,
  jwtVerify,
} from 'jose';
import * as client from 'openid-client';
import { actorOf, contactOf } from './claims.ts';
import { IdentityUnavailableError } from './identity.ts';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly audience: string;
  readonly publicUrl: string;
  readonly clock: Clock;
  /** Where the provider is reached when not at its issuer's own address. */
  readonly fetch?: Fetch | undefined;
}

/** What a browser's session lives on. */
export interface Tokens {
  readonly actor: Actor;
  readonly idToken: string | undefined;
  readonly refreshToken: string | undefined;
  readonly expiresAt: Instant;
}

/** Who came back with a code. How to reach them is not part of what a session keeps. */
export interface LoggedIn {
  readonly tokens: Tokens;
  readonly contact: ReturnType<typeof contactOf>;
}

/** What must be remembered between leaving for the provider and coming back. */
export interface LoginAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

const toleranceSeconds = 30;
const timeoutSeconds = 5;
/** A key that nobody here knows is asked for at most this often: strangers send such keys, and providers turn theirs. */
const keysEverySeconds = 5;

/** One OpenID provider, whichever: the code flow with PKCE for browsers, tokens of programs, keys that may turn. */
export class Oidc {
  readonly #options: OidcOptions;
  #configuration: Promise<client.Configuration> | undefined;
  #keys: JWTVerifyGetKey | undefined;

  constructor(options: OidcOptions) {
    this.#options = options;
  }

  async begin(returnTo: string): Promise<{ readonly url: URL; readonly attempt: LoginAttempt }> {
    const configuration = await this.#configure();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      returnTo,
    };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#callbackUrl,
      scope: scopesFor(configuration),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url, attempt };
  }

  /** The code for tokens; refused when anything about the answer is not as it was asked for. */
  async finish(query: string, attempt: LoginAttempt): Promise<Result<LoggedIn, string>> {
    const configuration = await this.#configure();
    const checks = {
      pkceCodeVerifier: attempt.verifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    };
    const granted = await this.#request(() =>
      client.authorizationCodeGrant(configuration, new URL(`${this.#callbackUrl}${query}`), checks),
    );
    if (!granted.ok) return granted;
    return ok({ tokens: await this.#tokensOf(granted.value), contact: contactOf(granted.value.claims()) });
  }

  async refresh(tokens: Tokens & { readonly refreshToken: string }): Promise<Result<Tokens, string>> {
    const configuration = await this.#configure();
    const renewed = await this.#ask(() => client.refreshTokenGrant(configuration, tokens.refreshToken));
    if (!renewed.ok) return renewed;
    const { idToken = tokens.idToken, refreshToken = tokens.refreshToken } = renewed.value;
    return ok({ ...renewed.value, idToken, refreshToken });
  }

  /** Where the browser goes to log out at the provider too; `undefined` when that has no such place. */
  async logoutUrl(idToken: string | undefined): Promise<string | undefined> {
    const configuration = await this.#configure();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    const hint: Record<string, string> = idToken === undefined ? {} : { id_token_hint: idToken };
    const back = { post_logout_redirect_uri: `${this.#options.publicUrl}/` };
    return client.buildEndSessionUrl(configuration, { ...hint, ...back }).href;
  }

  /** A service's own token. */
  async clientToken(id: string, secret: string): Promise<Result<client.TokenEndpointResponse, string>> {
    const metadata = (await this.#configure()).serverMetadata();
    const configuration = new client.Configuration(metadata, id, undefined, client.ClientSecretPost(secret));
    this.#prepare(configuration);
    return this.#request(() => client.clientCredentialsGrant(configuration, { scope: 'openid' }));
  }

  /** Whom a token names, if it is one of ours and still good. */
  async verify(token: string): Promise<{ readonly actor: Actor; readonly expiresAt: Instant } | undefined> {
    const payload = await this.#payload(token);
    const actor = actorOf(payload);
    if (actor === undefined || payload?.exp === undefined) return undefined;
    return { actor, expiresAt: instant(payload.exp * 1000) };
  }

  get #callbackUrl(): string {
    return `${this.#options.publicUrl}/api/v1/auth/callback`;
  }

  async #payload(token: string): Promise<JWTPayload | undefined> {
    const keys = await this.#keysOfProvider();
    try {
      const verified = await jwtVerify(token, keys, {
        issuer: this.#options.issuer,
        audience: this.#options.audience,
        algorithms: ['RS256'],
        clockTolerance: toleranceSeconds,
        currentDate: new Date(this.#options.clock.now()),
        requiredClaims: ['exp', 'sub'],
      });
      return verified.payload;
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return undefined;
      throw new IdentityUnavailableError('the keys of the identity provider cannot be read', { cause: error });
    }
  }

  async #keysOfProvider(): Promise<JWTVerifyGetKey> {
    if (this.#keys !== undefined) return this.#keys;
    const { jwks_uri: uri } = (await this.#configure()).serverMetadata();
    if (uri === undefined) throw new IdentityUnavailableError('the identity provider names no keys');
    const { fetch } = this.#options;
    this.#keys = createRemoteJWKSet(new URL(uri), {
      timeoutDuration: timeoutSeconds * 1000,
      cooldownDuration: keysEverySeconds * 1000,
      ...(fetch === undefined ? {} : { [jwksFetch]: fetch }),
    });
    return this.#keys;
  }

  async #ask(grant: () => ReturnType<typeof client.refreshTokenGrant>): Promise<Result<Tokens, string>> {
    const granted = await this.#request(grant);
    return granted.ok ? ok(await this.#tokensOf(granted.value)) : granted;
  }

  /** Roles come from the access token when we can read it, as with programs; else from the ID token. */
  async #tokensOf(response: Awaited<ReturnType<typeof client.refreshTokenGrant>>): Promise<Tokens> {
    const now = this.#options.clock.now();
    const verified = await this.verify(response.access_token);
    const actor = verified?.actor ?? actorOf(response.claims());
    if (actor === undefined) throw new IdentityUnavailableError('the identity provider did not say who that is');
    return {
      actor,
      idToken: response.id_token,
      refreshToken: response.refresh_token,
      expiresAt: verified?.expiresAt ?? instant(now + (response.expiresIn() ?? 300) * 1000),
    };
  }

  /** No is an answer; none is not. */
  async #request<Answer>(send: () => Promise<Answer>): Promise<Result<Answer, string>> {
    try {
      return ok(await send());
    } catch (error) {
      if (isRefusal(error)) return reject(error.message);
      throw new IdentityUnavailableError('the identity provider does not answer', { cause: error });
    }
  }

  async #configure(): Promise<client.Configuration> {
    this.#configuration ??= this.#discover();
    try {
      return await this.#configuration;
    } catch (error) {
      this.#configuration = undefined;
      throw new IdentityUnavailableError('the identity provider does not answer', { cause: error });
    }
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret, fetch } = this.#options;
    const isPlain = issuer.startsWith('http:');
    const configuration = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: timeoutSeconds,
      ...(isPlain ? { execute: [allowPlainHttp] } : {}),
      ...(fetch === undefined ? {} : { [client.customFetch]: withFetch(fetch) }),
    });
    configuration.timeout = timeoutSeconds;
    return configuration;
  }

  #prepare(configuration: client.Configuration): void {
    const { issuer, fetch } = this.#options;
    // oxlint-disable-next-line typescript/no-deprecated -- as below
    if (issuer.startsWith('http:')) allowPlainHttp(configuration);
    if (fetch !== undefined) configuration[client.customFetch] = withFetch(fetch);
    configuration.timeout = timeoutSeconds;
  }
}

function withFetch(fetch: Fetch): client.CustomFetch {
  // The library sends nothing but forms.
  return async (url, { body, headers, method }) => {
    const form = body instanceof URLSearchParams ? { body } : {};
    return fetch(url, { headers, method, ...form });
  };
}

/** On one machine, or inside a cluster's own network, providers speak plain HTTP. Discovery wants this very function. */
// oxlint-disable-next-line typescript/no-deprecated -- the library marks it so that nobody uses it without thinking
const allowPlainHttp = client.allowInsecureRequests;

function scopesFor(configuration: client.Configuration): string {
  const supported = configuration.serverMetadata().scopes_supported;
  const wanted = ['openid', 'profile', 'email', 'roles'];
  return wanted.filter((scope) => supported === undefined || supported.includes(scope)).join(' ');
}

function isRefusal(error: unknown): error is Error {
  if (error instanceof client.ResponseBodyError) return error.status < 500;
  return error instanceof client.AuthorizationResponseError || error instanceof client.ClientError;
}

/** Reaches a provider under another address than the one in its tokens: the same paths, elsewhere. */
export function fetchVia(publicAddress: string, internalAddress: string): Fetch {
  return async (url, init) => {
    const isTheirs = url.startsWith(publicAddress);
    return fetch(isTheirs ? `${internalAddress}${url.slice(publicAddress.length)}` : url, init);
  };
}
