import { type Actor, accessTable, may, type Permission } from '@lcm/core/domain/access';
import { toIso } from '@lcm/core/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { EdgeError } from '../http/problem.ts';
import type { Auth } from './auth.ts';
import type { LoggedIn } from './oidc.ts';
import { messagePage, pagePolicy } from './pages.ts';
import { localPath } from './return-to.ts';

const Attempt = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnTo: z.string() });
const attemptSeconds = 600;
const permissions = Object.keys(accessTable).filter((key): key is Permission => key in accessTable);

/** Told of whoever logs in, and how they are reached. A login does not wait for what becomes of that, nor fail with it. */
export type OnLogin = (login: { readonly actor: Actor } & LoggedIn['contact']) => void;

/** Login by browsers: away to the provider, back with a code, from then on a cookie. */
export function mountLogin(app: FastifyInstance, auth: Auth, onLogin: OnLogin): void {
  app.get('/api/v1/auth/login', async (request, reply) => begin(auth, request, reply));
  app.get('/api/auth/login', async (request, reply) => begin(auth, request, reply));
  app.get('/api/v1/auth/callback', async (request, reply) => finish({ ...auth, onLogin }, request, reply));
  for (const url of ['/api/v1/auth/logout', '/api/auth/logout']) {
    app.post(url, async (request, reply) => end(auth, request, reply));
  }
  for (const url of ['/api/v1/auth/me', '/api/auth/me']) app.get(url, me);
}

async function begin(auth: Auth, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = new URLSearchParams(request.url.split('?')[1]);
  const returnTo = localPath(query.get('returnTo'));
  const { host } = new URL(auth.publicUrl);
  // Cookies set under another name of this machine would not be there when the provider sends the browser back.
  if (request.headers.host !== host && !query.has('moved')) {
    const moved = new URLSearchParams({ returnTo, moved: '1' });
    return reply.redirect(`${auth.publicUrl}/api/v1/auth/login?${moved}`, 302);
  }
  const { url, attempt } = await auth.oidc.begin(returnTo);
  const sealed = auth.vault.seal(JSON.stringify(attempt));
  reply.header('set-cookie', auth.cookies.set(auth.cookies.login(attempt.state), sealed, attemptSeconds));
  return reply.redirect(url.href, 302);
}

async function finish(
  auth: Auth & { readonly onLogin: OnLogin },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const query = request.url.slice(request.url.indexOf('?'));
  const name = auth.cookies.login(new URLSearchParams(query).get('state') ?? '');
  const sealed = auth.cookies.read(request.headers.cookie, name);
  const text = sealed === undefined ? undefined : auth.vault.open(sealed);
  if (text === undefined) {
    return page(reply, 400, ['Login timed out', 'This login is over, or was begun in another browser.']);
  }
  const attempt = Attempt.parse(JSON.parse(text));
  const finished = await auth.oidc.finish(query, attempt);
  reply.header('set-cookie', auth.cookies.clear(name));
  if (!finished.ok) return page(reply, 401, ['Login failed', 'The identity provider did not let you in.']);
  const { tokens, contact } = finished.value;
  const { actor } = tokens;
  if (actor.roles.length === 0) {
    const text403 = `You are logged in as ${actor.name}, but have no role here. Ask an administrator for one.`;
    return page(reply, 403, ['No access', text403]);
  }
  const cookie = await auth.sessions.start(tokens);
  auth.onLogin({ actor, ...contact });
  // The cookie may outlive the session: what counts is kept on our side.
  reply.header('set-cookie', auth.cookies.set(auth.cookies.session, cookie, 30 * 24 * 3600));
  return reply.redirect(attempt.returnTo, 302);
}

async function page(reply: FastifyReply, status: number, [title, text]: [string, string]): Promise<FastifyReply> {
  const html = messagePage(title, text, { href: '/api/v1/auth/login', text: 'Log in again' });
  return reply.status(status).header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(html);
}

/** Answers with where the browser goes next, to log out at the provider too. */
async function end(auth: Auth, { identity }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.header('set-cookie', auth.cookies.clear(auth.cookies.session));
  if (identity?.via !== 'cookie') return reply.send({ redirectTo: '/' });
  const idToken = await auth.sessions.end(identity.sessionId);
  const redirectTo = await auth.oidc.logoutUrl(idToken).catch(() => undefined);
  return reply.send({ redirectTo: redirectTo ?? '/' });
}

function me({ identity }: FastifyRequest) {
  if (identity === undefined) throw new EdgeError('access.unauthenticated', 'Nobody is logged in.');
  const { actor, expiresAt } = identity;
  return {
    ...actor,
    permissions: permissions.filter((permission) => may(actor, permission)),
    csrfToken: identity.via === 'cookie' ? identity.csrfToken : null,
    expiresAt: toIso(expiresAt),
  };
}
