import type { Clock } from '@lcm/core/kernel';
import { errors, jwtVerify, SignJWT } from 'jose';

/** A launch token is followed once, soon; a page token is the cookie that it is changed into. */
export type TokenUse = 'launch' | 'page';
export type TokenProblem = 'expired' | 'forged';
export type TokenReading = { readonly sessionId: string } | { readonly problem: TokenProblem };

const issuer = 'lds-simulator';

export class LaunchTokens {
  readonly #key: Uint8Array;
  readonly #clock: Clock;
  readonly #ttlMs: Readonly<Record<TokenUse, number>>;

  constructor(key: string, clock: Clock, ttlMs: Readonly<Record<TokenUse, number>>) {
    this.#key = new TextEncoder().encode(key);
    this.#clock = clock;
    this.#ttlMs = ttlMs;
  }

  async sign(use: TokenUse, sessionId: string): Promise<string> {
    const now = this.#clock.now();
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setAudience(use)
      .setSubject(sessionId)
      .setIssuedAt(new Date(now))
      .setExpirationTime(new Date(now + this.#ttlMs[use]))
      .sign(this.#key);
  }

  async read(use: TokenUse, token: string): Promise<TokenReading> {
    try {
      const rules = { issuer, audience: use, algorithms: ['HS256'], currentDate: new Date(this.#clock.now()) };
      const { payload } = await jwtVerify(token, this.#key, rules);
      return payload.sub === undefined ? { problem: 'forged' } : { sessionId: payload.sub };
    } catch (error) {
      return { problem: error instanceof errors.JWTExpired ? 'expired' : 'forged' };
    }
  }
}
