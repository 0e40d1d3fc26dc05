import { personRoles, type Role, serviceRoles } from '@lcm/core/domain/access';
import { type Clock, type Instant, instant, type Result } from '@lcm/core/kernel';
import type { SessionStore } from '@lcm/core/ports/session-store';
import * as z from 'zod';
import { type Identity, IdentityUnavailableError } from './identity.ts';
import type { Tokens } from './oidc.ts';
import { fingerprint, newSecret, type Vault } from './vault.ts';

export interface SessionLimits {
  readonly absoluteMs: number;
  readonly idleMs: number;
  /** How long before a token's end it is renewed. */
  readonly leewayMs: number;
}

export interface BrowserSessionsDeps {
  readonly store: SessionStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly refresh: (tokens: Tokens & { readonly refreshToken: string }) => Promise<Result<Tokens, string>>;
}

const at = z.custom<Instant>((value) => typeof value === 'number');
const role = z.custom<Role>((value) => [...personRoles, ...serviceRoles].some((known) => known === value));

const Session = z.object({
  tokens: z.object({
    actor: z.object({ id: z.string(), name: z.string(), roles: z.array(role), department: z.string().optional() }),
    idToken: z.string().optional(),
    refreshToken: z.string().optional(),
    expiresAt: at,
  }),
  startedAt: at,
  /** When it got the tokens it has; not known of those that were begun before this was kept. */
  renewedAt: at.optional(),
  seenAt: at,
});
type Session = z.output<typeof Session>;

/** A write for each request would be too much: being seen is noted once a minute. */
const noteSeenAfterMs = 60_000;

type CookieIdentity = Extract<Identity, { via: 'cookie' }>;

/** Sessions of browsers, kept here: the cookie holds a signed random id and nothing else. */
export class BrowserSessions {
  readonly #deps: BrowserSessionsDeps;
  /** Several requests of one page need one renewal, not one each. */
  readonly #renewals = new Map<string, Promise<Session | undefined>>();

  constructor(deps: BrowserSessionsDeps) {
    this.#deps = deps;
  }

  /** Answers with what goes into the cookie. */
  async start(tokens: Tokens): Promise<string> {
    const { store, vault, clock } = this.#deps;
    const id = newSecret();
    const now = clock.now();
    const session: Session = { tokens: stored(tokens), startedAt: now, renewedAt: now, seenAt: now };
    await store.create(fingerprint(id), vault.seal(JSON.stringify(session)), this.#endOf(session));
    return `${id}.${vault.sign(id)}`;
  }

  /** Being asked for counts as activity, unless `quietly`. */
  async find(cookie: string, { quietly = false } = {}): Promise<CookieIdentity | undefined> {
    const id = this.#idOf(cookie);
    if (id === undefined) return undefined;
    const key = fingerprint(id);
    const found = await this.#load(key);
    const session = found && (await this.#current(key, found));
    if (session === undefined) return undefined;
    const noted = quietly ? session : await this.#noteSeen(key, session);
    const csrfToken = this.#deps.vault.sign(`csrf ${id}`);
    return (
      noted && { via: 'cookie', actor: noted.tokens.actor, expiresAt: this.#endOf(noted), csrfToken, sessionId: cookie }
    );
  }

  /** Answers with the hint that the provider wants for its own end of it. */
  async end(cookie: string): Promise<string | undefined> {
    const id = this.#idOf(cookie);
    if (id === undefined) return undefined;
    const session = await this.#load(fingerprint(id));
    await this.#deps.store.delete(fingerprint(id));
    return session?.tokens.idToken;
  }

  #idOf(cookie: string): string | undefined {
    const [id = '', signature = ''] = cookie.split('.');
    return this.#deps.vault.isSigned(id, signature) ? id : undefined;
  }

  async #load(key: string): Promise<Session | undefined> {
    const { store, vault, clock } = this.#deps;
    const sealed = await store.get(key);
    const text = sealed === undefined ? undefined : vault.open(sealed);
    if (text === undefined) return undefined;
    const session = Session.safeParse(JSON.parse(text)).data;
    return session && this.#endOf(session) > clock.now() ? session : undefined;
  }

  #endOf({ startedAt, seenAt }: Session): Instant {
    const { absoluteMs, idleMs } = this.#deps.limits;
    return instant(Math.min(startedAt + absoluteMs, seenAt + idleMs));
  }

  /** With roles no older than an access token lives. */
  async #current(key: string, session: Session): Promise<Session | undefined> {
    const { clock } = this.#deps;
    if (clock.now() < session.tokens.expiresAt - this.#leewayOf(session)) return session;
    try {
      return await this.#renewOnce(key, session);
    } catch (error) {
      const isStillGood = error instanceof IdentityUnavailableError && clock.now() < session.tokens.expiresAt;
      if (isStillGood) return session;
      throw error;
    }
  }

  /** Tokens may live shorter than the leeway, as Keycloak's do: half of their life is left them, or each request would renew. */
  #leewayOf({ tokens, renewedAt }: Session): number {
    const { leewayMs } = this.#deps.limits;
    return renewedAt === undefined ? leewayMs : Math.min(leewayMs, (tokens.expiresAt - renewedAt) / 2);
  }

  async #renewOnce(key: string, session: Session): Promise<Session | undefined> {
    const renewal = this.#renewals.get(key) ?? this.#renew(key, session).finally(() => this.#renewals.delete(key));
    this.#renewals.set(key, renewal);
    return renewal;
  }

  async #renew(key: string, session: Session): Promise<Session | undefined> {
    const { store, refresh, clock } = this.#deps;
    const { refreshToken } = session.tokens;
    if (refreshToken === undefined) return clock.now() < session.tokens.expiresAt ? session : undefined;
    const renewed = await refresh({ ...given(session.tokens), refreshToken });
    if (renewed.ok) return this.#save(key, { ...session, tokens: stored(renewed.value), renewedAt: clock.now() });
    await store.delete(key);
    return undefined;
  }

  async #noteSeen(key: string, session: Session): Promise<Session | undefined> {
    const now = this.#deps.clock.now();
    return now - session.seenAt < noteSeenAfterMs ? session : this.#save(key, { ...session, seenAt: now });
  }

  async #save(key: string, session: Session): Promise<Session | undefined> {
    const { store, vault } = this.#deps;
    const isThere = await store.replace(key, vault.seal(JSON.stringify(session)), this.#endOf(session));
    return isThere ? session : undefined;
  }
}

function stored({ actor, ...rest }: Tokens): Session['tokens'] {
  return { ...rest, actor: { ...actor, roles: [...actor.roles] } };
}

function given({ idToken, refreshToken, ...rest }: Session['tokens']): Tokens {
  return { ...rest, idToken, refreshToken };
}
