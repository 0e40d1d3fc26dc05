import type { Clock } from '@lcm/core/kernel';
import type { SessionStore } from '@lcm/core/ports/session-store';
import { BrowserSessions, type SessionLimits } from './browser-sessions.ts';
import { Cookies } from './cookies.ts';
import type { Authenticator, Credentials, Identity } from './identity.ts';
import { Oidc, type OidcOptions } from './oidc.ts';
import { Vault } from './vault.ts';

export interface AuthOptions extends OidcOptions {
  readonly sessionStore: SessionStore;
  /** Seals sessions and signs cookies; replicas share it. */
  readonly sessionSecret: string;
  readonly limits: SessionLimits;
  readonly clock: Clock;
}

/** What login, sessions and tokens are made of. */
export interface Auth extends Authenticator {
  readonly oidc: Oidc;
  readonly sessions: BrowserSessions;
  readonly cookies: Cookies;
  readonly vault: Vault;
  readonly publicUrl: string;
}

export function createAuth(options: AuthOptions): Auth {
  const { clock, limits, sessionStore: store, publicUrl } = options;
  const oidc = new Oidc(options);
  const vault = new Vault(options.sessionSecret);
  const cookies = new Cookies(publicUrl);
  const sessions = new BrowserSessions({ store, vault, clock, limits, refresh: (tokens) => oidc.refresh(tokens) });
  const bearer = async (authorization: string | undefined): Promise<Identity | undefined> => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
    const verified = token === undefined ? undefined : await oidc.verify(token);
    return verified && { via: 'bearer', ...verified };
  };
  return {
    oidc,
    sessions,
    cookies,
    vault,
    publicUrl,
    async identify({ cookie, authorization }: Credentials) {
      const value = cookies.read(cookie, cookies.session);
      const identity = value === undefined ? undefined : await sessions.find(value);
      return identity ?? (await bearer(authorization));
    },
    async recheck(identity) {
      if (identity.via === 'cookie') return sessions.find(identity.sessionId, { quietly: true });
      return identity.expiresAt > clock.now() ? identity : undefined;
    },
  };
}
