import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import { loginPage, messagePage } from './pages.ts';
import type { LoginOutcome } from './users.ts';

interface Deps {
  readonly provider: Provider;
  readonly logger: Logger;
  readonly accounts: {
    readonly demoUsernames: readonly string[];
    logIn(username: string, password: string, address: string): Promise<LoginOutcome>;
  };
}

const path = /^\/idp\/interaction\/[\w-]+$/;
const bodyLimit = 4096;

/** The login page and what is sent from it. False when the request is for something else. */
export async function handleInteraction(
  deps: Deps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = request.url?.split('?', 1)[0] ?? '';
  if (!path.test(url)) return false;
  try {
    await deps.provider.interactionDetails(request, response);
  } catch (error) {
    deps.logger.debug({ err: error }, 'a login that is over or of somebody else');
    const link = { href: '/', text: 'Start again' };
    send(response, 400, messagePage('Login timed out', 'This login is over, or was begun in another browser.', link));
    return true;
  }
  if (request.method === 'POST') await submit(deps, request, response);
  else show(deps, response, { action: url, username: '', status: 200 });
  return true;
}

interface Shown {
  readonly action: string;
  readonly username: string;
  readonly problem?: string;
  readonly status: number;
}

function show({ accounts }: Deps, response: ServerResponse, { action, username, problem, status }: Shown): void {
  send(response, status, loginPage({ action, username, problem, demoUsers: accounts.demoUsernames }));
}

const problems = {
  wrong: { status: 401, problem: 'The user name or the password is wrong.' },
  'too-many': { status: 429, problem: 'Too many wrong passwords. Wait five minutes and try again.' },
} as const;

async function submit(deps: Deps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await bodyOf(request));
  const username = form.get('username')?.trim() ?? '';
  const address = request.socket.remoteAddress ?? '';
  const outcome = await deps.accounts.logIn(username, form.get('password') ?? '', address);
  if (outcome.is !== 'user') {
    deps.logger.warn({ username, address, outcome: outcome.is }, 'a login failed');
    return show(deps, response, { action: request.url ?? '', username, ...problems[outcome.is] });
  }
  const login = { login: { accountId: outcome.user.username } };
  await deps.provider.interactionFinished(request, response, login, { mergeWithLastSubmission: false });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > bodyLimit) return '';
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(html);
}
