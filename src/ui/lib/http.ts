import { ApiError, troubleOf } from './problem.ts';
import type { ShownPosition } from './shown-position.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Http {
  /** @throws ApiError */
  readonly get: <Body>(path: string) => Promise<Body>;
  /** A file as it is. @throws ApiError */
  readonly text: (path: string) => Promise<string>;
  /** @throws ApiError */
  readonly post: <Body>(path: string, body?: unknown) => Promise<Body>;
  /** @throws ApiError */
  readonly put: <Body>(path: string, body: unknown) => Promise<Body>;
  /** @throws ApiError */
  readonly patch: <Body>(path: string, body: unknown) => Promise<Body>;
  /** @throws ApiError */
  readonly delete: <Body>(path: string) => Promise<Body>;
}

export interface HttpDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly csrfToken: () => string | undefined;
  readonly shown: ShownPosition;
  /** Called when the server no longer knows who asks. */
  readonly onSignedOut: () => void;
}

/** The one place that talks to the API: same origin, cookies, CSRF header, problems into words. */
export function createHttp(deps: HttpDeps): Http {
  const send = async (method: Method, path: string, body?: unknown): Promise<Response> => {
    const response = await deps.fetch(path, request(method, body, deps)).catch(() => undefined);
    if (response === undefined) throw new ApiError(troubleOf(0, undefined));
    if (response.status === 401) deps.onSignedOut();
    if (response.ok) {
      deps.shown.wrote(Number(response.headers.get('x-lcm-position') ?? 0));
      return response;
    }
    const trouble = troubleOf(response.status, await readJson(response));
    if (trouble.code !== 'state.never-written' || deps.shown.atLeast === 0) throw new ApiError(trouble);
    deps.shown.forget();
    return send(method, path, body);
  };
  const ask = async <Body>(method: Method, path: string, body?: unknown): Promise<Body> => {
    const answer = await readJson(await send(method, path, body));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server encodes its answers by the contracts these types come from
    return answer as Body;
  };
  return {
    get: async (path) => ask('GET', path),
    text: async (path) => (await send('GET', path)).text(),
    post: async (path, body) => ask('POST', path, body),
    put: async (path, body) => ask('PUT', path, body),
    patch: async (path, body) => ask('PATCH', path, body),
    delete: async (path) => ask('DELETE', path),
  };
}

function request(method: Method, body: unknown, { csrfToken: current, shown }: HttpDeps): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (shown.atLeast > 0) headers['x-lcm-at-least'] = String(shown.atLeast);
  if (method === 'GET') return { method, headers, credentials: 'same-origin' };
  const csrfToken = current();
  if (csrfToken !== undefined) headers['x-csrf-token'] = csrfToken;
  if (method === 'DELETE') return { method, headers, credentials: 'same-origin' };
  headers['content-type'] = 'application/json';
  return { method, headers, credentials: 'same-origin', body: JSON.stringify(body ?? {}) };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
