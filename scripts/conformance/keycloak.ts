import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { freePort } from '../free-port.ts';
import { type Keycloak, realm, type ServiceClient, startKeycloak, tokenFrom, tokenSeconds } from './keycloak-server.ts';
import { type NamedChecks, runChecks } from './named-checks.ts';
import type { Peer } from './peer.ts';
import { startProduct } from './product.ts';
import { type Page, WebClient } from './web-client.ts';

const Me = z.object({ id: z.string(), roles: z.array(z.string()), csrfToken: z.string().nullable() });
const Users = z.array(z.object({ id: z.string() }));
const Roles = z.array(z.looseObject({ name: z.string() }));
const password = 'demo-password';

/** The demo's people, by what the realm says they are. */
const people = { admin: 'admin', manager: 'manager', author: 'lab-author', user: 'user' } as const;
type Person = keyof typeof people;

/** A product that was told of a Keycloak, and that Keycloak. */
class World {
  readonly keycloak: Keycloak;
  readonly url: string;

  constructor(keycloak: Keycloak, url: string) {
    this.keycloak = keycloak;
    this.url = url;
  }

  get issuer(): string {
    return `${this.keycloak.url}/realms/${realm}`;
  }

  api(path: string): string {
    return `${this.url}/api/v1${path}`;
  }

  /** From the login link to the page that follows the form. */
  async logIn(client: WebClient, person: Person, secret = password): Promise<Page> {
    const form = await client.open(this.api('/auth/login?returnTo=/workers'));
    return client.submit(form, { username: person, password: secret, credentialId: '' });
  }

  async loggedIn(person: Person): Promise<WebClient> {
    const client = new WebClient();
    const page = await this.logIn(client, person);
    equal(page.url, `${this.url}/workers`, `${person} ended at ${page.url}: ${page.status}`);
    return client;
  }

  async me(client: WebClient): Promise<z.output<typeof Me> | undefined> {
    const { status, text } = await client.open(this.api('/auth/me'));
    return status === 200 ? Me.parse(JSON.parse(text)) : undefined;
  }

  /** The status of a request with a bearer token. */
  async statusOf(token: string, path: string, body?: object): Promise<number> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
    return (await fetch(this.api(path), init)).status;
  }

  serviceToken(client: ServiceClient, issuer = this.issuer): Promise<string> {
    return tokenFrom(issuer, {
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: this.keycloak.secrets.services[client],
    });
  }

  /** What an administrator of Keycloak does to the realm. */
  async administer(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { authorization: `Bearer ${await this.keycloak.adminToken()}`, 'content-type': 'application/json' };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${this.keycloak.url}/admin/realms/${realm}${path}`, { method, headers, ...text });
    ok(answer.ok, `Keycloak refuses ${method} ${path}: ${answer.status}`);
    return answer;
  }
}

/** What tells the roles apart: 403 is for whom the access table does not name, 404 for whom it does. */
const probes: readonly { readonly path: string; readonly body?: object; readonly may: readonly Person[] }[] = [
  { path: '/workers', may: ['admin', 'manager', 'author', 'user'] },
  { path: '/audit', may: ['admin', 'manager'] },
  { path: '/workers/wkr_none/start', body: {}, may: ['admin', 'manager'] },
  { path: '/workers/wkr_none/terminate', body: {}, may: ['admin'] },
  { path: '/lablet-definitions/def_none/activate', body: {}, may: ['admin', 'author'] },
  { path: '/internal/commands/AskWorker', body: {}, may: [] },
];

const ask = { workerId: 'wkr_none', to: 'running', reason: 'conformance' };

/** In this order, over one world. */
const checks: NamedChecks<World> = {
  'each person logs in by the code flow, with PKCE, state and nonce, and has the role of the realm': async (world) => {
    for (const [person, role] of Object.entries(people)) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the list
      const client = await world.loggedIn(person as Person);
      deepEqual((await world.me(client))?.roles, [role]);
      const login = new URL(client.visited.find((url) => url.startsWith(`${world.issuer}/`)) ?? '');
      equal(login.searchParams.get('code_challenge_method'), 'S256');
      for (const name of ['state', 'nonce', 'code_challenge']) match(login.searchParams.get(name) ?? '', /^[\w-]{43}$/);
    }
  },
  'each person may do what the access table says, and nothing else': async (world) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the list
    for (const person of Object.keys(people) as Person[]) {
      const client = await world.loggedIn(person);
      const csrf = { 'x-csrf-token': (await world.me(client))?.csrfToken ?? '' };
      for (const { path, body, may } of probes) {
        const { status } =
          body === undefined ? await client.open(world.api(path)) : await client.post(world.api(path), body, csrf);
        equal(status !== 403, may.includes(person), `${person} at ${path}: ${status}`);
      }
    }
  },
  'a wrong password stays out': async (world) => {
    const client = new WebClient();
    const page = await world.logIn(client, 'user', 'not-this-password');
    match(page.text, /<form[^>]* action=/);
    equal(await world.me(client), undefined);
  },
  'Keycloak lets nobody in without PKCE, nor back to another address': async (world) => {
    const url = (more: object): string => {
      const asked = { client_id: 'portal-web-app', response_type: 'code', scope: 'openid', ...more };
      return `${world.issuer}/protocol/openid-connect/auth?${new URLSearchParams(Object.entries(asked))}`;
    };
    const callback = world.api('/auth/callback');
    const plain = await fetch(url({ redirect_uri: callback }), { redirect: 'manual' });
    match(plain.headers.get('location') ?? '', /error=invalid_request/);
    const elsewhere = await fetch(url({ redirect_uri: 'https://example.org/' }), { redirect: 'manual' });
    equal(elsewhere.status, 400);
  },
  'a callback that comes twice, or to another browser, logs nobody in': async (world) => {
    const client = await world.loggedIn('user');
    const callback = client.visited.find((url) => url.startsWith(world.api('/auth/callback'))) ?? '';
    equal((await client.open(callback)).status, 400);
    const other = new WebClient();
    equal((await other.open(callback)).status, 400);
    equal(await world.me(other), undefined);
  },
  'a role that is taken away is gone once the token is renewed, and the login goes on': async (world) => {
    const client = await world.loggedIn('manager');
    const [user] = Users.parse(await (await world.administer('GET', '/users?username=manager&exact=true')).json());
    const mappings = `/users/${user?.id}/role-mappings/realm`;
    const roles = Roles.parse(await (await world.administer('GET', mappings)).json());
    const manager = roles.filter(({ name }) => name === 'manager');
    await world.administer('DELETE', mappings, manager);
    await sleep(tokenSeconds * 1000);
    deepEqual((await world.me(client))?.roles, []);
    await world.administer('POST', mappings, manager);
    await sleep(tokenSeconds * 1000);
    deepEqual((await world.me(client))?.roles, ['manager']);
  },
  'whoever is known to Keycloak is not asked again, and logging out ends both sessions': async (world) => {
    const client = await world.loggedIn('user');
    equal((await client.open(world.api('/auth/login'))).url, `${world.url}/`);
    const csrf = { 'x-csrf-token': (await world.me(client))?.csrfToken ?? '' };
    const { redirectTo } = z
      .object({ redirectTo: z.url() })
      .parse(await (await client.post(world.api('/auth/logout'), {}, csrf)).json());
    equal((await client.open(redirectTo)).url, `${world.url}/`);
    equal(await world.me(client), undefined);
    match((await client.open(world.api('/auth/login'))).text, /<form[^>]* action=/);
  },
  'a service commands with a token of its own, and another service is refused': async (world) => {
    const status = async (client: ServiceClient): Promise<number> =>
      world.statusOf(await world.serviceToken(client), '/internal/commands/AskWorker', ask);
    deepEqual(
      [await status('resource-scheduler'), await status('worker-controller')],
      [404, 404],
      'those who may are told that there is no such worker',
    );
    deepEqual([await status('lablet-controller'), await status('delivery')], [403, 403]);
    equal(await world.statusOf(await world.serviceToken('resource-scheduler'), '/audit'), 403);
  },
  'the control plane exchanges a service’s secret for a token, and nothing else': async (world) => {
    const exchange = async (identity: object): Promise<number> => world.statusOf('none', '/auth/token', identity);
    const clientId = 'delivery';
    equal(await exchange({ clientId, clientSecret: world.keycloak.secrets.services.delivery }), 200);
    equal(await exchange({ clientId, clientSecret: 'not-this-secret' }), 401);
    equal(await exchange({ username: 'admin', password }), 400);
  },
  'a token of another realm, another issuer or for somebody else is refused': async (world) => {
    const token = await world.serviceToken('resource-scheduler');
    notEqual(await world.statusOf(token, '/workers'), 401);
    equal(await world.statusOf(await world.keycloak.adminToken(), '/workers'), 401);
    const alias = world.issuer.replace('127.0.0.1', 'localhost');
    equal(await world.statusOf(await world.serviceToken('resource-scheduler', alias), '/workers'), 401);
    const client = {
      clientId: 'somebody-else',
      secret: 'some-secret',
      serviceAccountsEnabled: true,
      publicClient: false,
    };
    await world.administer('POST', '/clients', client);
    const form = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.secret };
    equal(await world.statusOf(await tokenFrom(world.issuer, form), '/workers'), 401);
    equal(await world.statusOf(`${token.slice(0, -4)}AAAA`, '/workers'), 401);
  },
  'a new signing key is known as soon as it signs': async (world) => {
    const config = { priority: ['200'], keySize: ['2048'], algorithm: ['RS256'], active: ['true'], enabled: ['true'] };
    const kind = { providerId: 'rsa-generated', providerType: 'org.keycloak.keys.KeyProvider' };
    const before = headerOf(await world.serviceToken('worker-controller'));
    await world.administer('POST', '/components', { name: 'rotated', ...kind, config });
    // Keys are asked for again at most every few seconds, whatever strangers send.
    await sleep(6_000);
    const token = await world.serviceToken('worker-controller');
    notEqual(headerOf(token), before);
    notEqual(await world.statusOf(token, '/workers'), 401);
  },
};

function headerOf(token: string): string {
  return token.slice(0, token.indexOf('.'));
}

export const keycloak: Peer = {
  name: 'keycloak',
  against: 'login, roles and tokens with the realm as delivered',
  installLimitMs: 180_000,
  async check({ program }) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-keycloak-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await using server = await startKeycloak(program, url);
    await using product = await startProduct(folder.path, {
      APP_PORT: String(port),
      PUBLIC_URL: url,
      KEYCLOAK_URL: server.url,
      KEYCLOAK_CLIENT_SECRET: server.secrets.portal,
      OIDC_TOKEN_URL: `${server.url}/realms/${realm}/protocol/openid-connect/token`,
      OIDC_CLIENT_SECRET: server.secrets.services.delivery,
    });
    return await runChecks(checks, new World(server, product.address));
  },
};
