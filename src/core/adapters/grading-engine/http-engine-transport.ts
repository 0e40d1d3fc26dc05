import type { Clock } from '../../kernel/index.ts';
import { GradingEngineError } from '../../ports/grading-engine/index.ts';
import { type ServiceAccount, type ServiceToken, serviceToken } from '../control-plane/service-token.ts';
import type { EngineAnswer, EngineCall, EngineTransport } from './mozart-grading-engine.ts';

export interface EnginePlace extends ServiceAccount {
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** Over HTTP, as whom the engine's OAuth 2 provider knows us. */
export function httpEngineTransport(place: EnginePlace, clock: Clock): EngineTransport {
  const token = serviceToken(place, { clock, timeoutMs: place.timeoutMs });
  return async (call) => {
    const first = await send(call, place, await bearer(token));
    // It may have forgotten us since it gave us the token.
    return first.status === 401 ? send(call, place, await bearer(token, { fresh: true })) : first;
  };
}

async function bearer(token: ServiceToken, options?: { readonly fresh: boolean }): Promise<string> {
  try {
    return await token(options);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'no token';
    throw new GradingEngineError('denied', `no token for the grading engine: ${why}`, { cause: error });
  }
}

async function send({ method, path, body }: EngineCall, place: EnginePlace, token: string): Promise<EngineAnswer> {
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  try {
    const response = await fetch(`${place.baseUrl.replace(/\/$/, '')}${path}`, {
      method,
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, ...content },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(place.timeoutMs),
    });
    return { status: response.status, body: jsonIn(await response.text()) };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const what = isLate ? `does not answer within ${place.timeoutMs / 1000} s` : 'cannot be reached';
    throw new GradingEngineError('unreachable', `the grading engine ${what}`, { cause: error });
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
