import * as z from 'zod';
import type { Clock } from '../../kernel/index.ts';
import { ControlPlaneError } from '../../ports/control-plane/index.ts';

export interface ServiceAccount {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

export interface ServiceTokenDeps {
  readonly clock: Clock;
  readonly timeoutMs?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/** A bearer token of ours; `fresh` when the one it gave last was refused. @throws ControlPlaneError when there is none */
export type ServiceToken = (options?: { readonly fresh: boolean }) => Promise<string>;

interface Cached {
  readonly text: string;
  /** From then on a new one is fetched before it is used. */
  readonly until: number;
}

const Answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(60) });
const Refusal = z.object({ error: z.string(), error_description: z.string().optional() });
/** The last tenth of its life, and no less than this, is left: clocks differ and requests take time. */
const marginMs = 10_000;

/** Who a service is, by the OAuth 2 client credentials grant (RFC 6749, 4.4). Asked for once, kept until shortly before its end. */
export function serviceToken(account: ServiceAccount, deps: ServiceTokenDeps): ServiceToken {
  let current: Promise<Cached> | undefined;
  const ask = async (): Promise<Cached> => {
    const asked = requestToken(account, deps);
    current = asked;
    try {
      return await asked;
    } catch (error) {
      // A refusal is not kept: the next request asks again.
      if (current === asked) current = undefined;
      throw error;
    }
  };
  return async ({ fresh } = { fresh: false }) => {
    const known = current;
    const token = await known;
    if (token !== undefined && !fresh && deps.clock.now() < token.until) return token.text;
    // Of many that find it out of date the first asks for all.
    const next = current === known || current === undefined ? ask() : current;
    return (await next).text;
  };
}

async function requestToken(account: ServiceAccount, deps: ServiceTokenDeps): Promise<Cached> {
  const { tokenUrl, clientId } = account;
  const { clock, timeoutMs = 5_000, fetch: send = fetch } = deps;
  const askedAt = clock.now();
  try {
    const body = formOf(account);
    const response = await send(tokenUrl, { method: 'POST', body, signal: AbortSignal.timeout(timeoutMs) });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new ControlPlaneError(`${tokenUrl} refused ${clientId}: ${whyOf(response.status, answer)}`);
    const { access_token: text, expires_in: seconds } = Answer.parse(answer);
    const lifeMs = seconds * 1000;
    return { text, until: askedAt + lifeMs - Math.max(marginMs, lifeMs / 10) };
  } catch (error) {
    if (error instanceof ControlPlaneError) throw error;
    throw new ControlPlaneError(`no token for ${clientId} from ${tokenUrl}`, { cause: error });
  }
}

function formOf({ clientId, clientSecret, scope }: ServiceAccount): URLSearchParams {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  return new URLSearchParams(scope === undefined ? form : { ...form, scope });
}

function whyOf(status: number, answer: unknown): string {
  const { data } = Refusal.safeParse(answer);
  return data === undefined ? String(status) : [status, data.error, data.error_description].join(' ').trim();
}
