import { readFileSync } from 'node:fs';
import { readYaml } from '@lcm/core/contracts/yaml-text';
import { personRoles, serviceRoles } from '@lcm/core/domain/access';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isSecret, problemsOf, services, someSecret } from './service-settings.ts';

const textOf = (path: string): string => readFileSync(`deployment/${path}`, 'utf8');

describe('what a service would say of an environment', () => {
  const scheduler = {
    COORDINATION_URL: 'http://etcd:2379',
    CONTROL_PLANE_URL: 'http://control-plane:8000',
    OIDC_CLIENT_SECRET: 'secret',
  };

  test('is nothing when it has what it needs', () => {
    expect(problemsOf('resource-scheduler', { ...scheduler, READY_MARGIN_SECONDS: '5', OIDC_SCOPE: '' })).toEqual([]);
  });

  test('knows the passwords that a list of delivery systems names, and no others', () => {
    const deployment = { name: 'europe', region: 'eu-west-1', baseUrl: 'https://lds.example.org' };
    const listed = JSON.stringify([{ ...deployment, passwordVariable: 'LDS_EUROPE_PASSWORD' }]);
    const said = { LDS_DEPLOYMENTS: listed, LDS_EUROPE_PASSWORD: 'one', LDS_ASIA_PASSWORD: 'another' };
    const problems = problemsOf('lablet-controller', said);
    expect(problems.filter((each) => each.includes('no setting'))).toEqual([
      'LDS_ASIA_PASSWORD is no setting of lablet-controller',
    ]);
  });

  test('names what is missing, what it cannot read, and what it would never look at', () => {
    const { CONTROL_PLANE_URL: _, ...less } = scheduler;
    const wrong = { ...less, HEALTH_PORT: 'http', APP_PORT: '8000' };
    expect(problemsOf('resource-scheduler', wrong)).toEqual([
      'APP_PORT is no setting of resource-scheduler',
      expect.stringMatching(/^CONTROL_PLANE_URL: /),
      expect.stringMatching(/^HEALTH_PORT: /),
    ]);
  });
});

describe('the compose file', () => {
  const Compose = z.object({
    services: z.record(
      z.string(),
      z.looseObject({
        command: z.array(z.string()).optional(),
        environment: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({}),
      }),
    ),
  });
  // Compose reads merge keys, which YAML has had until 1.1.
  const read = readYaml(`%YAML 1.1\n---\n${textOf('compose.yaml')}`, Compose);
  if (!read.ok) throw new Error(`${read.rejection.path}: ${read.rejection.message}`);
  const compose = read.value.value;
  const variable = /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g;
  /** As it would be started, with everything that has no default filled in. */
  const filled = (name: string, value: string): string =>
    value.replaceAll(variable, (_, wanted: string, usual: string | undefined) => {
      if (usual !== undefined) return usual;
      return wanted.endsWith('_URL') ? 'http://somewhere' : someSecret(name);
    });

  test.each(services)('gives %s settings that it has, and all that it needs', (service) => {
    const { environment = {}, command } = compose.services[service] ?? {};
    const given = Object.entries(environment).map(([name, value]) => [name, filled(name, value)]);
    expect(problemsOf(service, Object.fromEntries(given))).toEqual([]);
    expect(command).toEqual([`src/${service}/main.ts`]);
  });

  test('has no secret of its own, and every variable it asks for is in the example', () => {
    const environments = Object.values(compose.services).flatMap(({ environment }) => Object.entries(environment));
    const literal = environments.filter(([name, value]) => isSecret(name) && !/^\$\{\w+:?[?-]/.test(value));
    // Stores that only the services of the same file reach have no password.
    expect(literal).toEqual([
      ['MONGODB_URL', 'mongodb://mongo:27017'],
      ['REDIS_URL', 'redis://redis:6379'],
    ]);
    const asked = new Set([...textOf('compose.yaml').matchAll(/\$\{(\w+):\?/g)].flatMap(([, name]) => name ?? []));
    const example = new Set([...textOf('env.example').matchAll(/^(\w+)=/gm)].flatMap(([, name]) => name ?? []));
    expect([...asked].filter((name) => !example.has(name))).toEqual([]);
  });
});

describe('the realm', () => {
  const Person = z.object({
    username: z.string(),
    serviceAccountClientId: z.string().optional(),
    realmRoles: z.array(z.string()),
  });
  const Realm = z.object({
    roles: z.object({ realm: z.array(z.object({ name: z.string() })) }),
    clients: z.array(
      z.object({
        clientId: z.string(),
        secret: z.string(),
        publicClient: z.literal(false),
        protocolMappers: z.array(z.object({ protocolMapper: z.string(), config: z.record(z.string(), z.string()) })),
      }),
    ),
    users: z.array(Person),
  });
  const realm = Realm.parse(JSON.parse(textOf('keycloak/realm-lablet-cloud-manager.json')));

  test('has the roles of the access table, and nobody but the services', () => {
    expect(realm.roles.realm.map(({ name }) => name)).toEqual([...personRoles, ...serviceRoles]);
    const accounts = realm.users.map(({ serviceAccountClientId, realmRoles }) => [serviceAccountClientId, realmRoles]);
    expect(accounts).toEqual([
      ['resource-scheduler', ['scheduler']],
      ['worker-controller', ['worker-controller']],
      ['lablet-controller', ['lablet-controller']],
      ['delivery', ['delivery']],
    ]);
  });

  test('has no secret, and its tokens are for the product', () => {
    for (const { secret, protocolMappers } of realm.clients) {
      expect(secret).toMatch(/^\$\{LCM_[A-Z_]+_SECRET\}$/);
      expect(protocolMappers[0]).toMatchObject({ config: { 'included.custom.audience': '${LCM_AUDIENCE}' } });
    }
  });

  test('says of people which department they are of, which only administrators may change', () => {
    const others = realm.clients.flatMap(({ protocolMappers }) => protocolMappers.slice(1));
    expect(others).toMatchObject([{ config: { 'user.attribute': 'department', 'claim.name': 'department' } }]);
    expect(profileOf(textOf('keycloak/realm-lablet-cloud-manager.json'))).toContainEqual(
      expect.objectContaining({ name: 'department', permissions: { view: ['admin', 'user'], edit: ['admin'] } }),
    );
  });

  test('has a person of each role for the demo, in a file of their own', () => {
    const demo = z.object({ users: z.array(Person) }).parse(JSON.parse(textOf('keycloak/demo/users.json')));
    expect(demo.users.flatMap(({ realmRoles }) => realmRoles).toSorted()).toEqual([...personRoles].toSorted());
  });
});

const profileProvider = 'org.keycloak.userprofile.UserProfileProvider';

/** What the realm keeps of people: a text of JSON inside of the export, as Keycloak writes it. */
function profileOf(text: string): readonly object[] {
  const component = z.object({ config: z.object({ 'kc.user.profile.config': z.tuple([z.string()]) }) });
  const components = z.object({ [profileProvider]: z.tuple([component]) });
  const [provider] = z.object({ components }).parse(JSON.parse(text)).components[profileProvider];
  const profile: unknown = JSON.parse(provider.config['kc.user.profile.config'][0]);
  return z.object({ attributes: z.array(z.looseObject({})) }).parse(profile).attributes;
}
