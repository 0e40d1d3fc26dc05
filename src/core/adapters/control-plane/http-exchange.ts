import { ControlPlaneError } from '../../ports/control-plane/index.ts';
import type { Exchange, WireRequest } from './wire-control-plane.ts';

export interface HttpExchangeSettings {
  /** `http://127.0.0.1:8000/api/v1` */
  readonly url: string;
  readonly timeoutMs: number;
  /** A bearer token of the service; asked for before each request, so it may cache and renew. */
  readonly token: () => Promise<string>;
}

/** Requests to the control plane over HTTP. */
export function httpExchange({ url, timeoutMs, token }: HttpExchangeSettings): Exchange {
  return async (request) => {
    const headers = { ...headersOf(request), authorization: `Bearer ${await token()}` };
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const { method } = request;
    const search = new URLSearchParams(
      Object.entries(request.query ?? {}).map(([name, value]) => [name, String(value)]),
    );
    const path = search.size > 0 ? `${request.path}?${search}` : request.path;
    try {
      const response = await fetch(`${url}${path}`, { method, headers, body, signal: AbortSignal.timeout(timeoutMs) });
      const position = response.headers.get('x-lcm-position');
      const answer: unknown = await response.json().catch(() => undefined);
      return { status: response.status, body: answer, position: position === null ? undefined : Number(position) };
    } catch (error) {
      throw new ControlPlaneError(`${method} ${path}: no answer`, { cause: error });
    }
  };
}

function headersOf({ body, options, atLeast }: WireRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (atLeast !== undefined) headers['x-lcm-at-least'] = String(atLeast);
  if (options) {
    headers['x-correlation-id'] = options.correlationId;
    headers['x-lcm-fence'] = `${options.fence.election}:${options.fence.token}`;
    if (options.causationId !== undefined) headers['x-causation-id'] = options.causationId;
  }
  return headers;
}
