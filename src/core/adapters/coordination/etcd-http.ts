import { Agent, type Dispatcher, request } from 'undici';
import type * as z from 'zod';
import { CompactedError, CoordinationError, LeaseLostError } from '../../ports/coordination/index.ts';
import { type Credentials, EtcdToken, isTokenRefusal, TokenAnswer, TokenRefusedError } from './etcd-token.ts';
import { ErrorAnswer, grpcCode } from './etcd-wire.ts';

export interface EtcdHttpOptions {
  /** One or more members, as in `http://10.0.0.1:2379`. When one does not answer, the next is asked. */
  readonly endpoints: readonly string[];
  /** Until a call has been answered in full. */
  readonly timeoutMs?: number | undefined;
  /**
   * How long a stream may be silent before the connection counts as dead: a half-open one never says so. etcd says
   * nothing for ten minutes at a time, and the gateway does not let us ask, so every quiet stream is opened anew this
   * often. That need not be sooner: where calls go unanswered too, leaders step down within their lease anyway.
   */
  readonly idleMs?: number | undefined;
  /** For etcd over TLS, with client certificates where it wants them. */
  readonly tls?:
    | { readonly ca?: string | undefined; readonly cert?: string | undefined; readonly key?: string | undefined }
    | undefined;
  /** Where etcd has authentication enabled. */
  readonly credentials?: Credentials | undefined;
}

const maxCallConnections = 16;

/** Requests to etcd's JSON gateway, with time-outs, over several endpoints, its errors translated into the port's. */
export class EtcdHttp {
  readonly #endpoints: readonly string[];
  readonly #timeoutMs: number;
  readonly #idleMs: number;
  readonly #token: EtcdToken;
  readonly #calls: Agent;
  /** Apart from the calls: each open stream keeps a connection to itself. */
  readonly #streams: Agent;
  #current = 0;

  constructor({ endpoints, timeoutMs = 3_000, idleMs = 15_000, tls = {}, credentials }: EtcdHttpOptions) {
    this.#endpoints = endpoints;
    this.#timeoutMs = timeoutMs;
    this.#idleMs = idleMs;
    this.#token = new EtcdToken(credentials, ({ user: name, password }) => this.#login({ name, password }));
    const connect = { timeout: timeoutMs, ...tls };
    this.#calls = new Agent({ connect, connections: maxCallConnections });
    this.#streams = new Agent({ connect });
  }

  async call<Schema extends z.ZodType>(path: string, body: object, schema: Schema): Promise<z.output<Schema>> {
    try {
      return await this.#call(path, body, schema);
    } catch (error) {
      if (!(error instanceof TokenRefusedError && this.#token.forget())) throw error;
      return this.#call(path, body, schema);
    }
  }

  /** Tokens end, and with them what is sent under them: the next stream or call has a fresh one. */
  forgetToken(): void {
    this.#token.forget();
  }

  async #call<Schema extends z.ZodType>(path: string, body: object, schema: Schema): Promise<z.output<Schema>> {
    return this.#ask({ path, body, headers: await this.#token.headers() }, schema);
  }

  async #login(body: object): Promise<z.output<typeof TokenAnswer>> {
    return this.#ask({ path: '/v3/auth/authenticate', body, headers: {} }, TokenAnswer);
  }

  async #ask<Schema extends z.ZodType>(asked: Asked, schema: Schema): Promise<z.output<Schema>> {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    try {
      const answer = await this.#send(asked, { signal, dispatcher: this.#calls });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw refusal(asked.path, text);
      return schema.parse(JSON.parse(text));
    } catch (error) {
      throw this.#explain(asked.path, error);
    }
  }

  /** One JSON value per line, until the other side ends it, `signal` aborts or it falls silent. */
  async *stream(path: string, body: object, signal: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    try {
      const asked = { path, body, headers: await this.#token.headers() };
      const answer = await this.#send(asked, {
        signal,
        dispatcher: this.#streams,
        headersTimeout: this.#timeoutMs,
        bodyTimeout: this.#idleMs,
      });
      if (answer.statusCode !== 200) throw refusal(path, await answer.body.text());
      yield* parsedLines(answer.body);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof TokenRefusedError) this.#token.forget();
      throw this.#explain(path, error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#calls.destroy(), this.#streams.destroy()]);
  }

  async #send({ path, body, headers }: Asked, limits: SendLimits): Promise<Dispatcher.ResponseData> {
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    } as const;
    let failure: unknown;
    for (const _ of this.#endpoints) {
      try {
        return await request(`${this.#endpoint()}${path}`, { ...options, ...limits });
      } catch (error) {
        failure = error;
        // Only what surely never arrived may be sent again, to somebody else.
        if (!neverArrived(error)) break;
        this.#current += 1;
      }
    }
    throw failure;
  }

  #endpoint(): string {
    return this.#endpoints[this.#current % this.#endpoints.length] ?? '';
  }

  #explain(path: string, error: unknown): Error {
    if (error instanceof CompactedError || error instanceof LeaseLostError) return error;
    if (error instanceof TokenRefusedError) return error;
    this.#current += 1;
    if (error instanceof CoordinationError) return error;
    return new CoordinationError(`no answer from etcd to ${path}`, { cause: error });
  }
}

interface Asked {
  readonly path: string;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
}

interface SendLimits {
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
  readonly headersTimeout?: number;
  readonly bodyTimeout?: number;
}

const connectFailures = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverArrived(error: unknown): boolean {
  return error instanceof Error && 'code' in error && connectFailures.has(String(error.code));
}

function refusal(path: string, text: string): Error {
  const parsed = ErrorAnswer.safeParse(parseOrNothing(text));
  const { code, message } = parsed.data ?? { code: -1, message: text.slice(0, 200) };
  if (code === grpcCode.notFound && message.includes('lease')) return new LeaseLostError(message);
  if (code === grpcCode.outOfRange && message.includes('compacted')) return new CompactedError(message);
  const words = `etcd refused ${path}: ${message}`;
  return isTokenRefusal(message) ? new TokenRefusedError(words) : new CoordinationError(words);
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* parsedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line);
  }
}
