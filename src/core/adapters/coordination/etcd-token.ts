import * as z from 'zod';
import { CoordinationError } from '../../ports/coordination/index.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** etcd did nothing because it does not know who asks (any more): asking again with a fresh token is safe. */
export class TokenRefusedError extends CoordinationError {}

/** How etcd says so, in calls and when it ends a watch. */
const refusals = ['invalid auth token', 'revision of auth store is old', 'user name is empty'];

export function isTokenRefusal(message: string): boolean {
  return refusals.some((refusal) => message.includes(refusal));
}

export const TokenAnswer = z.object({ token: z.string().min(1) });

type Ask = (credentials: Credentials) => Promise<z.output<typeof TokenAnswer>>;

/** The token for a user and password: fetched when it is first needed, shared by all who need it, and kept until it is refused. */
export class EtcdToken {
  readonly #credentials: Credentials | undefined;
  readonly #ask: Ask;
  #token: Promise<string | undefined> | undefined;

  constructor(credentials: Credentials | undefined, ask: Ask) {
    this.#credentials = credentials;
    this.#ask = ask;
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    if (this.#credentials === undefined) return {};
    this.#token ??= this.#fetch(this.#credentials);
    const token = await this.#token;
    return token === undefined ? {} : { authorization: token };
  }

  /** True when it is worth asking again. */
  forget(): boolean {
    this.#token = undefined;
    return this.#credentials !== undefined;
  }

  async #fetch(credentials: Credentials): Promise<string | undefined> {
    try {
      return (await this.#ask(credentials)).token;
    } catch (error) {
      // So that users can be set up in the processes first and in etcd after them.
      if (error instanceof CoordinationError && error.message.includes('authentication is not enabled'))
        return undefined;
      this.#token = undefined;
      throw error;
    }
  }
}
