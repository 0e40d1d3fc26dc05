import type { Clock } from '@lcm/core/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { EdgeError } from '../http/problem.ts';
import type { EmbeddedProvider } from './embedded-provider.ts';
import type { Oidc } from './oidc.ts';

const Login = z.strictObject({ username: z.string().min(1).max(64), password: z.string().max(200) });
const Client = z.strictObject({ clientId: z.string().min(1).max(100), clientSecret: z.string().min(1).max(200) });

interface Deps {
  readonly oidc: Oidc;
  /** Takes user names and passwords; other providers take them only on their own pages. */
  readonly embedded?: EmbeddedProvider | undefined;
  readonly clock: Clock;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** An identity for a short-lived token: for programs and for trying things out. */
export function mountTokens(app: FastifyInstance, deps: Deps): void {
  for (const url of ['/api/v1/auth/token', '/api/auth/login']) {
    app.post(url, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return exchange(deps, request);
    });
  }
}

async function exchange(deps: Deps, request: FastifyRequest): Promise<TokenAnswer> {
  const login = Login.safeParse(request.body);
  if (login.success) return forUser(deps, login.data, request.ip);
  const client = Client.safeParse(request.body);
  if (client.success) return forClient(deps, client.data);
  throw new EdgeError('request.invalid', 'Send {username, password} or {clientId, clientSecret}.');
}

async function forUser({ embedded, clock }: Deps, login: z.output<typeof Login>, ip: string): Promise<TokenAnswer> {
  if (embedded === undefined) {
    throw new EdgeError('request.invalid', 'The identity provider takes passwords only on its own page.');
  }
  const outcome = await embedded.logIn(login.username, login.password, ip);
  if (outcome.is !== 'user') throw refusals[outcome.is]();
  const { accessToken, expiresInSeconds } = await embedded.issueToken(outcome.user, clock.now());
  return { access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds };
}

const refusals = {
  wrong: () => new EdgeError('access.wrong-credentials', 'The user name or the password is wrong.'),
  'too-many': () => new EdgeError('access.too-many-attempts', 'Too many wrong passwords. Wait five minutes.'),
} as const;

async function forClient({ oidc }: Deps, { clientId, clientSecret }: z.output<typeof Client>): Promise<TokenAnswer> {
  const token = await oidc.clientToken(clientId, clientSecret);
  if (!token.ok) throw new EdgeError('access.wrong-credentials', 'The client or its secret is wrong.');
  return { access_token: token.value.access_token, token_type: 'Bearer', expires_in: token.value.expires_in ?? 300 };
}
