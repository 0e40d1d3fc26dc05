import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoTimes } from '@lcm/lcm/config';
import * as z from 'zod';
import { Child } from '../four-processes/child.ts';

const speed = 60;
const times = { ...demoTimes, LAB_BOOT_FACTOR: String(1.5 / speed) };
export const cmlPassword = 'a password of CML';

type Settings = Readonly<Record<string, string>>;

/** Where everything of one installation is. */
export interface Layout {
  readonly folder: string;
  /** The one address that people and controllers know. */
  readonly url: string;
  readonly stores: Settings;
  readonly network: number;
  readonly ports: Readonly<Record<'aws' | 'cml' | 'lds', number>>;
}

const deliveryOf = ({ ports }: Layout): Settings => ({
  LDS_BASE_URL: `http://127.0.0.1:${ports.lds}`,
  LDS_PASSWORD: 'a password of the delivery system',
});

const serversOf = ({ ports }: Layout): Settings => ({
  CML_WORKER_API_PASSWORD: cmlPassword,
  CML_WORKER_API_PORT: String(ports.cml),
});

const blobsOf = ({ folder }: Layout): Settings => ({ BLOBS_FOLDER: join(folder, 'blobs') });

/** Where a service's own secret lies: the first control plane has the identity provider in it. */
export function secretOf({ folder }: Layout, service: string): string {
  return join(folder, 'first', 'identity', 'services', service);
}

const ProviderSecrets = z.object({ portalSecret: z.string() });

/** To any other control plane the provider of the first is somebody else's. */
export function identityOfFirst({ folder, url }: Layout): Settings {
  const text = readFileSync(join(folder, 'first', 'identity', 'secrets.json'), 'utf8');
  const { portalSecret } = ProviderSecrets.parse(JSON.parse(text));
  return { OIDC_ISSUER: `${url}/idp`, KEYCLOAK_CLIENT_SECRET: portalSecret };
}

export function controlPlane(layout: Layout, at: { name: string; port: number }, identity: Settings): Child {
  return new Child(`control-plane-api ${at.name}`, 'src/control-plane-api/main.ts', {
    ...times,
    ...layout.stores,
    ...deliveryOf(layout),
    ...blobsOf(layout),
    ...identity,
    LOG_LEVEL: 'warn',
    SESSION_SECRET_KEY: 'the same for every replica of this story',
    LCM_DATA: join(layout.folder, at.name),
    APP_PORT: String(at.port),
    PUBLIC_URL: layout.url,
    UI_FOLDER: join(layout.folder, 'ui'),
  });
}

export const controllers = ['resource-scheduler', 'worker-controller', 'lablet-controller'] as const;
type Controller = (typeof controllers)[number];

export function controller(layout: Layout, service: Controller, port: number): Child {
  const own: Readonly<Record<Controller, Settings>> = {
    'resource-scheduler': {},
    'worker-controller': {
      ...serversOf(layout),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${layout.ports.aws}`,
      AWS_ACCESS_KEY_ID: 'simulated',
      AWS_SECRET_ACCESS_KEY: 'simulated',
      CML_LICENSE_TOKEN: 'simulated-licence-token-of-this-story',
    },
    'lablet-controller': {
      ...serversOf(layout),
      ...deliveryOf(layout),
      ...blobsOf(layout),
      LCM_CONTENT: 'content',
    },
  };
  return new Child(`${service} on ${port}`, `src/${service}/main.ts`, {
    ...times,
    ...own[service],
    COORDINATION_URL: layout.stores['COORDINATION_URL'] ?? '',
    CONTROL_PLANE_URL: layout.url,
    OIDC_CLIENT_SECRET_FILE: secretOf(layout, service),
    HEALTH_PORT: String(port),
    LOG_LEVEL: 'warn',
  });
}

export function world(layout: Layout): Child {
  const { aws, cml, lds } = layout.ports;
  return new Child('world', 'simulators/world/main.ts', {
    ...deliveryOf(layout),
    ...serversOf(layout),
    WORLD_FOLDER: join(layout.folder, 'world'),
    SIMULATION_SPEED: String(speed),
    SIMULATION_NETWORK: String(layout.network),
    SIMULATION_AWS_PORT: String(aws),
    SIMULATION_CML_PORT: String(cml),
    SIMULATION_LDS_PORT: String(lds),
    SIMULATION_SMTP_PORT: '0',
    SIMULATION_MAIL_PORT: '0',
    CONTROL_PLANE_URL: layout.url,
    OIDC_CLIENT_SECRET: readFileSync(secretOf(layout, 'delivery'), 'utf8'),
  });
}
