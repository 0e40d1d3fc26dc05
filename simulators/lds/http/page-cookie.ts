import type { LaunchTokens } from './launch-tokens.ts';

const name = 'lds_session';

/** Bound to the path of its session: several sessions in one browser do not see each other. */
export function pageCookie(sessionId: string, token: string): string {
  return `${name}=${token}; Path=/sessions/${sessionId}; HttpOnly; SameSite=Lax`;
}

/** Whose page the bearer may see. */
export async function sessionOfCookie(tokens: LaunchTokens, header: string | undefined): Promise<string | undefined> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  if (found === undefined) return undefined;
  const reading = await tokens.read('page', found.slice(name.length + 1));
  return 'sessionId' in reading ? reading.sessionId : undefined;
}
