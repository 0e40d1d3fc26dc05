import { ControlPlaneError } from '../../ports/control-plane/index.ts';
import type { ServiceToken } from './service-token.ts';
import type { Exchange, WireAnswer, WireRequest } from './wire-control-plane.ts';

export interface HttpExchangeSettings {
  /** `http://127.0.0.1:8000/api/v1` */
  readonly url: string;
  readonly timeoutMs: number;
  /** Asked for before each request, and for a fresh one when the one it gave was refused. */
  readonly token: ServiceToken;
}

/** Requests to the control plane over HTTP. */
export function httpExchange(settings: HttpExchangeSettings): Exchange {
  return async (request) => {
    const answer = await ask(settings, request, await settings.token());
    if (answer.status !== 401) return answer;
    // Signing keys turn and providers restart: what was good until then is not any more.
    return ask(settings, request, await settings.token({ fresh: true }));
  };
}

async function ask({ url, timeoutMs }: HttpExchangeSettings, request: WireRequest, token: string): Promise<WireAnswer> {
  const { method } = request;
  const headers = { ...headersOf(request), authorization: `Bearer ${token}` };
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const search = new URLSearchParams(Object.entries(request.query ?? {}).map(([name, value]) => [name, String(value)]));
  const path = search.size > 0 ? `${request.path}?${search}` : request.path;
  try {
    const response = await fetch(`${url}${path}`, { method, headers, body, signal: AbortSignal.timeout(timeoutMs) });
    const position = response.headers.get('x-lcm-position');
    const text = await response.text();
    return { status: response.status, body: json(text), position: position === null ? undefined : Number(position) };
  } catch (error) {
    throw new ControlPlaneError(`${method} ${path}: no answer`, { cause: error });
  }
}

/** What is no JSON was said by somebody on the way, and its status says enough. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headersOf({ body, options, atLeast }: WireRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (atLeast !== undefined) headers['x-lcm-at-least'] = String(atLeast);
  if (options) {
    headers['x-correlation-id'] = options.correlationId;
    const { election, epoch = 0, token } = options.fence;
    headers['x-lcm-fence'] = `${election}:${epoch}:${token}`;
    if (options.causationId !== undefined) headers['x-causation-id'] = options.causationId;
  }
  return headers;
}
