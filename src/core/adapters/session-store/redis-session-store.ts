import { createClient } from 'redis';
import type { Instant } from '../../kernel/index.ts';
import { type SessionStore, SessionStoreError } from '../../ports/session-store/index.ts';

export interface RedisSessionStoreOptions {
  /** `redis://…` or `rediss://…`, with name and password where it wants them. */
  readonly url: string;
  /** Before every key, so that others may use the same Redis. */
  readonly prefix?: string | undefined;
  /** How long an answer is waited for. */
  readonly patienceMs?: number | undefined;
}

type Client = ReturnType<typeof clientOf>;

const longestPauseMs = 2000;

class LateError extends Error {
  override readonly name = 'LateError';
}

/** Sessions that several processes share. Redis ends them, by its own clock. */
export class RedisSessionStore implements SessionStore {
  readonly #url: string;
  readonly #prefix: string;
  readonly #patienceMs: number;
  #client: Client;

  /** @throws SessionStoreError when Redis does not answer. Whenever its connection is lost later, a new one is made. */
  static async open(options: RedisSessionStoreOptions): Promise<RedisSessionStore> {
    const client = clientOf(options.url);
    const store = new RedisSessionStore(client, options);
    try {
      await within(store.#patienceMs, client.connect());
      return store;
    } catch (error) {
      client.destroy();
      throw unanswered(error);
    }
  }

  private constructor(client: Client, { url, prefix = 'lcm:session:', patienceMs = 5000 }: RedisSessionStoreOptions) {
    this.#url = url;
    this.#prefix = prefix;
    this.#patienceMs = patienceMs;
    this.#client = client;
  }

  async create(key: string, sealed: string, until: Instant): Promise<void> {
    const ends = { expiration: { type: 'PXAT', value: until } } as const;
    await this.#ask((client) => client.set(this.#prefix + key, sealed, ends));
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#ask((client) => client.get(this.#prefix + key))) ?? undefined;
  }

  async replace(key: string, sealed: string, until: Instant): Promise<boolean> {
    const onlyIfThere = { condition: 'XX', expiration: { type: 'PXAT', value: until } } as const;
    return (await this.#ask((client) => client.set(this.#prefix + key, sealed, onlyIfThere))) !== null;
  }

  async delete(key: string): Promise<void> {
    await this.#ask((client) => client.del(this.#prefix + key));
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  async #ask<Answer>(command: (client: Client) => Promise<Answer>): Promise<Answer> {
    const client = this.#client;
    try {
      return await within(this.#patienceMs, command(client));
    } catch (error) {
      if (error instanceof LateError) this.#leave(client);
      throw unanswered(error);
    }
  }

  /** A connection that has fallen silent may stay open for long: what is asked next goes over another. */
  #leave(silent: Client): void {
    if (this.#client !== silent) return;
    silent.destroy();
    this.#client = clientOf(this.#url);
    // Until it is connected, each command says that it is not.
    this.#client.connect().catch(() => undefined);
  }
}

function clientOf(url: string) {
  try {
    const client = createClient({
      url,
      RESP: 2,
      // A command that waited for Redis to come back would be done long after whoever sent it has left.
      disableOfflineQueue: true,
      socket: { reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, longestPauseMs) },
    });
    // Without a listener it would end the process; each command that fails says so itself.
    return client.on('error', () => undefined);
  } catch {
    // What is said of an address that cannot be read has the address in it, and that the password.
    throw new Error('the address of Redis cannot be read; it should look like redis://host:6379');
  }
}

async function within<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new LateError(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function unanswered(cause: unknown): SessionStoreError {
  return new SessionStoreError('Redis did not answer', { cause });
}
