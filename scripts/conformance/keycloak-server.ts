import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { freePort } from '../free-port.ts';
import { type Server, serve } from './program.ts';

export const realm = 'lablet-cloud-manager';
/** How long a token lives here, so that one that is renewed can be waited for. */
export const tokenSeconds = 4;

const services = ['resource-scheduler', 'worker-controller', 'lablet-controller', 'delivery'] as const;
export type ServiceClient = (typeof services)[number];

const Realm = z.looseObject({ accessTokenLifespan: z.number() });
const Token = z.object({ access_token: z.string() });

export interface Secrets {
  readonly portal: string;
  readonly services: Readonly<Record<ServiceClient, string>>;
}

/** A Keycloak with our realm in it, kept in memory. It ends with the block that holds it. */
export interface Keycloak extends AsyncDisposable {
  readonly url: string;
  readonly secrets: Secrets;
  /** A token of the realm `master`, which may change everything. */
  readonly adminToken: () => Promise<string>;
}

/** The first start of an installation puts Keycloak together, which takes longer than the start. */
const startLimitMs = 240_000;

/** Starts it with the realm and the demo's users, for a product at `publicUrl`; secrets are given as an operator gives them. */
export async function startKeycloak(program: string, publicUrl: string): Promise<Keycloak> {
  await importRealm(dirname(program));
  const secrets = { portal: newSecret(), services: newSecrets() };
  const admin = newSecret();
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const args = ['start-dev', '--db=dev-mem', '--import-realm', '--http-host=127.0.0.1', `--http-port=${port}`];
  const env = {
    LCM_PUBLIC_URL: publicUrl,
    LCM_AUDIENCE: 'lcm',
    LCM_PORTAL_SECRET: secrets.portal,
    ...Object.fromEntries(services.map((name) => [variableOf(name), secrets.services[name]])),
    KC_BOOTSTRAP_ADMIN_USERNAME: 'conformance',
    KC_BOOTSTRAP_ADMIN_PASSWORD: admin,
    JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
  };
  const server: Server = await serve({ program, args, env }, /Listening on: (http\S+)/, startLimitMs);
  const adminToken = (): Promise<string> =>
    tokenFrom(`${url}/realms/master`, {
      grant_type: 'password',
      client_id: 'admin-cli',
      username: 'conformance',
      password: admin,
    });
  return { url, secrets, adminToken, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** By a grant that needs no browser. */
export async function tokenFrom(issuer: string, form: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  if (!answer.ok) throw new Error(`${issuer} gives no token: ${answer.status} ${await answer.text()}`);
  return Token.parse(await answer.json()).access_token;
}

/** Where `--import-realm` looks, under the names it wants. Only how long tokens live is not as delivered. */
async function importRealm(home: string): Promise<void> {
  const [version = ''] = (await readFile('scripts/conformance/keycloak.txt', 'utf8')).trim().split(':').slice(-1);
  const folder = join(home, `keycloak-${version}`, 'data', 'import');
  await mkdir(folder, { recursive: true });
  const delivered = Realm.parse(JSON.parse(await readFile(resolve(`deployment/keycloak/realm-${realm}.json`), 'utf8')));
  const ours = { ...delivered, accessTokenLifespan: tokenSeconds };
  await writeFile(join(folder, `${realm}-realm.json`), JSON.stringify(ours));
  await writeFile(join(folder, `${realm}-users-0.json`), await readFile('deployment/keycloak/demo/users.json'));
}

function variableOf(service: ServiceClient): string {
  return `LCM_${service.toUpperCase().replaceAll('-', '_')}_SECRET`;
}

function newSecrets(): Secrets['services'] {
  const [scheduler, worker, lablet, delivery] = services.map(newSecret);
  return {
    'resource-scheduler': scheduler ?? '',
    'worker-controller': worker ?? '',
    'lablet-controller': lablet ?? '',
    delivery: delivery ?? '',
  };
}

function newSecret(): string {
  return randomBytes(24).toString('hex');
}
