import { setTimeout as wait } from 'node:timers/promises';

type Json = Readonly<Record<string, unknown>>;

/** Somebody at the API, with a token of theirs. */
export class Rest {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async logIn(url: string, username: string): Promise<Rest> {
    const { access_token: token } = await send(`${url}/api/v1/auth/token`, { body: { username, password: 'test' } });
    return new Rest(url, String(token));
  }

  async get(path: string): Promise<Json> {
    return send(`${this.#url}/api/v1${path}`, { token: this.#token });
  }

  async post(path: string, body: Json = {}): Promise<Json> {
    return send(`${this.#url}/api/v1${path}`, { token: this.#token, body });
  }

  async items(path: string): Promise<readonly Json[]> {
    const { items } = await this.get(path);
    if (!Array.isArray(items)) throw new Error(`${path} has no items`);
    return items;
  }
}

async function send(url: string, { token, body }: { readonly token?: string; readonly body?: Json }): Promise<Json> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  const answer: unknown = JSON.parse(text);
  if (!isJson(answer)) throw new Error(`${url} answered ${text}`);
  return answer;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** What `look` sees once `holds` does; outside this test there is nobody who could tell when that is. */
export async function eventually<Seen>(
  what: string,
  look: () => Promise<Seen>,
  holds: (seen: Seen) => boolean,
): Promise<Seen> {
  let last: unknown;
  for (const deadline = Date.now() + 40_000; Date.now() < deadline; ) {
    try {
      const seen = await look();
      if (holds(seen)) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await wait(150);
  }
  throw new Error(
    `${what} did not happen; the last that was seen: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
  );
}
