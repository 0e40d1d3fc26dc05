import { Agent, request } from 'undici';
import type { z } from 'zod';
import type { Clock } from '../../kernel/index.ts';
import { type CmlEndpoint, CmlError } from '../../ports/cml/index.ts';
import { errorAnswer, tokenAnswer } from './cml-answers.ts';
import { cmlErrorFor } from './cml-errors.ts';

export interface CmlHttpSettings {
  /** PEM of who signed the servers' certificates. */
  readonly ca?: string | undefined;
  /** Accept any certificate: CML makes its own at installation. */
  readonly insecure?: boolean | undefined;
  /** For each call; uploads and downloads of labs are small. */
  readonly timeoutMs?: number | undefined;
  /** Gives up everything under way, at shutdown. */
  readonly signal?: AbortSignal | undefined;
  /** By which event sockets are given up. */
  readonly clock?: Clock | undefined;
}

/** What a socket to the same server needs. */
export interface CmlConnection {
  readonly url: string;
  readonly agent: Agent;
  readonly settings: CmlHttpSettings;
}

export interface CmlRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v0/`. */
  readonly path: string;
  /** Sent as JSON, unless it is text. */
  readonly json?: unknown;
  readonly text?: string;
  readonly anonymous?: boolean;
  /** An answer that is larger is not read. */
  readonly atMostBytes?: number;
}

interface Answered {
  readonly status: number;
  readonly content: Buffer;
}

const DEFAULT_TIMEOUT_MS = 15_000;

export function openAgent({ ca, insecure }: CmlHttpSettings): Agent {
  return new Agent({ connect: { ...(ca !== undefined && { ca }), rejectUnauthorized: insecure !== true } });
}

/** One login at one server: its token is shared by all calls and renewed once when the server no longer takes it. */
export class CmlSession {
  readonly #endpoint: CmlEndpoint;
  readonly #agent: Agent;
  readonly #settings: CmlHttpSettings;
  #token: Promise<string> | undefined;

  constructor(endpoint: CmlEndpoint, agent: Agent, settings: CmlHttpSettings) {
    this.#endpoint = endpoint;
    this.#agent = agent;
    this.#settings = settings;
  }

  get connection(): CmlConnection {
    return { url: this.#endpoint.url, agent: this.#agent, settings: this.#settings };
  }

  /** The token that all calls share; another one when it is the one that was refused. @throws CmlError */
  async token(refused?: string): Promise<string> {
    const login = this.#login();
    const token = await login;
    if (token !== refused) return token;
    if (this.#token === login) this.#token = undefined;
    return this.#login();
  }

  /** @throws CmlError */
  async json<Schema extends z.ZodType>(what: CmlRequest, schema: Schema): Promise<z.output<Schema>> {
    const text = await this.text(what);
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new CmlError('invalid', `CML ${nameOf(what)}: its answer is not what CML answers`, { cause: parsed.error });
  }

  /** @throws CmlError */
  async text(what: CmlRequest): Promise<string> {
    return (await this.answer(what)).content.toString();
  }

  /** For files, of which no more is read than that. @throws CmlError `invalid` when there is more */
  async bytes(what: CmlRequest, atMostBytes: number): Promise<Uint8Array> {
    return Uint8Array.from((await this.answer({ ...what, atMostBytes })).content);
  }

  /** For what says by its status how it went. @throws CmlError */
  async answer(what: CmlRequest): Promise<Answered> {
    const answered = await this.#authorized(what);
    if (answered.status < 300) return answered;
    throw cmlErrorFor(answered.status, nameOf(what), descriptionIn(answered.content.toString()));
  }

  async #authorized(what: CmlRequest): Promise<Answered> {
    if (what.anonymous) return this.#send(what, undefined);
    const used = this.#login();
    const answered = await this.#send(what, await used);
    if (answered.status !== 401) return answered;
    // Another call may have renewed it meanwhile: only the token that was refused is thrown away.
    if (this.#token === used) this.#token = undefined;
    return this.#send(what, await this.#login());
  }

  #login(): Promise<string> {
    const login = this.#token ?? this.#authenticate();
    this.#token = login;
    return login;
  }

  async #authenticate(): Promise<string> {
    const { username, password } = this.#endpoint;
    const json = { username, password };
    try {
      return await this.json({ method: 'POST', path: 'authenticate', json, anonymous: true }, tokenAnswer);
    } catch (error) {
      this.#token = undefined;
      throw error;
    }
  }

  async #send(what: CmlRequest, token: string | undefined): Promise<Answered> {
    const { method, path } = what;
    const timeout = AbortSignal.timeout(this.#settings.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const { signal } = this.#settings;
    try {
      const response = await request(new URL(`/api/v0/${path}`, this.#endpoint.url), {
        method,
        body: bodyOf(what),
        headers: headersFor(what, token),
        dispatcher: this.#agent,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return { status: response.statusCode, content: await contentOf(response.body, what) };
    } catch (cause) {
      if (cause instanceof CmlError) throw cause;
      throw new CmlError('unreachable', `CML ${nameOf(what)}: no answer`, { cause });
    }
  }
}

/** Whoever stops reading closes the connection: nothing of the rest arrives. */
async function contentOf(body: AsyncIterable<Uint8Array>, what: CmlRequest): Promise<Buffer> {
  const { atMostBytes = Infinity } = what;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > atMostBytes) throw new CmlError('invalid', `CML ${nameOf(what)}: larger than ${atMostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function bodyOf({ json, text }: CmlRequest): string | null {
  return text ?? (json === undefined ? null : JSON.stringify(json));
}

function headersFor({ json, text }: CmlRequest, token: string | undefined): Record<string, string> {
  return {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(text !== undefined && { 'content-type': 'text/plain' }),
  };
}

function nameOf({ method, path }: CmlRequest): string {
  return `${method} ${withoutQuery(path)}`;
}

function withoutQuery(path: string): string {
  return path.split('?')[0] ?? path;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Errors of CML are JSON; those of the web server before it are pages, of which nobody wants to read more. */
function descriptionIn(text: string): string {
  const parsed = errorAnswer.safeParse(parseJson(text));
  return parsed.success ? parsed.data.description : '';
}
