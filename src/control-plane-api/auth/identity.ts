import type { Actor } from '@lcm/core/domain/access';
import type { Instant } from '@lcm/core/kernel';

/** Somebody we know, and how they showed it. */
export type Identity = {
  readonly actor: Actor;
  /** When this proof ends. */
  readonly expiresAt: Instant;
} & (
  | { readonly via: 'bearer' }
  /** Browsers send cookies by themselves: unsafe methods need the token too. */
  | { readonly via: 'cookie'; readonly csrfToken: string; readonly sessionId: string }
);

export interface Credentials {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
}

export interface Authenticator {
  /** Cookie first, then bearer. `undefined`: nobody, or nobody any more. @throws IdentityUnavailableError */
  identify(credentials: Credentials): Promise<Identity | undefined>;
  /** For long-lived streams: who it is now, without prolonging anything. */
  recheck(identity: Identity): Promise<Identity | undefined>;
}

/** The identity provider did not answer: neither yes nor no. */
export class IdentityUnavailableError extends Error {
  override readonly name = 'IdentityUnavailableError';
}
