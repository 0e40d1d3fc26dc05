import type { Clock } from '@lcm/core/kernel';
import { z } from 'zod';
import type { BearerToken } from './cloud-events-sink.ts';

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

interface CachedToken {
  readonly text: string;
  readonly until: number;
}

const answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(60) });
/** A token is not used in the last moments of its life: clocks differ and requests take time. */
const marginMs = 10_000;

/** Tokens by the OAuth 2 client credentials grant (RFC 6749, 4.4), cached until shortly before they expire. */
export function clientCredentials(options: ClientCredentials): BearerToken {
  const { clock } = options;
  let cached: Promise<CachedToken> | undefined;
  const ask = (): Promise<CachedToken> => {
    const asked = requestToken(options);
    cached = asked;
    // A refusal is not kept: the next event asks again.
    asked.catch(() => {
      if (cached === asked) cached = undefined;
    });
    return asked;
  };
  return async ({ fresh }) => {
    const known = fresh ? undefined : await cached;
    const token = known !== undefined && clock.now() < known.until ? known : await ask();
    return token.text;
  };
}

async function requestToken(options: ClientCredentials): Promise<CachedToken> {
  const { tokenUrl, clientId, clientSecret, clock, timeoutMs = 10_000 } = options;
  const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`);
  const { access_token, expires_in } = answer.parse(await response.json());
  return { text: access_token, until: clock.now() + Math.max(expires_in * 1000 - marginMs, 0) };
}
