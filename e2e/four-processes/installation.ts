import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../scripts/free-port.ts';
import { Child } from './child.ts';
import { eventually } from './rest.ts';

const speed = 300;
/** What shortens the story, in step with the simulators. */
const times = {
  LEAD_TIME_STOPPED_MINUTES: '0.2',
  LEAD_TIME_NEW_MINUTES: '0.2',
  LAB_IMPORT_SECONDS: '3',
  LAB_BOOT_FACTOR: String(1.5 / speed),
  READY_MARGIN_SECONDS: '1',
  TEARDOWN_MINUTES: '1',
  RECONCILE_INTERVAL: '2',
  CML_WORKER_BUSY_POLL_SECONDS: '0.5',
  CML_WORKER_READ_LAG_SECONDS: '5',
  LAB_ACTION_POLL_INTERVAL_SECONDS: '1',
};

export type Service = 'control-plane-api' | 'resource-scheduler' | 'worker-controller' | 'lablet-controller';

/** Everything on one machine, each part a process: etcd's stand-in, the world outside, and the four services. */
export interface Installation {
  readonly url: string;
  readonly folder: string;
  readonly health: Readonly<Record<Exclude<Service, 'control-plane-api'>, string>>;
  readonly services: Readonly<Record<Service, Child>>;
  /** Another control plane beside the first. */
  readonly startRival: () => Child;
  readonly close: () => Promise<void>;
}

export async function install(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'lcm-four-'));
  const [api, etcd, aws, cml, lds, rival, ...health] = await freePorts(9);
  const url = `http://127.0.0.1:${api}`;
  const coordination = { COORDINATION_URL: `http://127.0.0.1:${etcd}` };
  const delivery = { LDS_BASE_URL: `http://127.0.0.1:${lds}`, LDS_PASSWORD: 'a password of the delivery system' };
  const servers = { CML_WORKER_API_PASSWORD: 'a password of CML', CML_WORKER_API_PORT: String(cml) };
  const data = join(folder, 'data');
  const blobs = { BLOBS_FOLDER: join(folder, 'blobs') };
  const standIn = new Child('coordination', 'scripts/coordination-stand-in.ts', {
    COORDINATION_PORT: String(etcd),
    COORDINATION_FILE: join(folder, 'coordination.db'),
  });
  const plane = { ...times, ...coordination, ...delivery, ...blobs, DEMO_USERS: 'true', LOG_LEVEL: 'warn' };
  const controlPlane = new Child('control-plane-api', 'src/control-plane-api/main.ts', {
    ...plane,
    LCM_DATA: data,
    APP_PORT: String(api),
  });
  const secretOf = (service: string): string => join(data, 'identity', 'services', service);
  await eventually(
    'the first start',
    async () => (await fetch(`${url}/health`)).ok && existsSync(secretOf('delivery')),
    (ok) => ok,
  );
  const world = new Child('world', 'simulators/world/main.ts', {
    ...delivery,
    ...servers,
    WORLD_FOLDER: join(folder, 'world'),
    SIMULATION_SPEED: String(speed),
    SIMULATION_NETWORK: String(100 + (process.pid % 100)),
    SIMULATION_AWS_PORT: String(aws),
    SIMULATION_CML_PORT: String(cml),
    SIMULATION_LDS_PORT: String(lds),
    SIMULATION_SMTP_PORT: '0',
    SIMULATION_MAIL_PORT: '0',
    CONTROL_PLANE_URL: url,
    OIDC_CLIENT_SECRET: readFileSync(secretOf('delivery'), 'utf8'),
  });
  const controller = (service: string, port: number | undefined, own: Readonly<Record<string, string>>): Child =>
    new Child(service, `src/${service}/main.ts`, {
      ...times,
      ...coordination,
      ...own,
      CONTROL_PLANE_URL: url,
      OIDC_CLIENT_SECRET_FILE: secretOf(service),
      HEALTH_PORT: String(port),
    });
  const services = {
    'control-plane-api': controlPlane,
    'resource-scheduler': controller('resource-scheduler', health[0], {}),
    'worker-controller': controller('worker-controller', health[1], {
      ...servers,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${aws}`,
      AWS_ACCESS_KEY_ID: 'simulated',
      AWS_SECRET_ACCESS_KEY: 'simulated',
      CML_LICENSE_TOKEN: 'simulated-licence-token-of-this-story',
    }),
    'lablet-controller': controller('lablet-controller', health[2], {
      ...servers,
      ...delivery,
      ...blobs,
      LCM_CONTENT: 'content',
    }),
  };
  const rivals: Child[] = [];
  const startRival = (): Child => {
    const settings = { ...plane, LCM_DATA: join(folder, 'rival'), APP_PORT: String(rival) };
    const child = new Child('rival', 'src/control-plane-api/main.ts', settings);
    rivals.push(child);
    return child;
  };
  const close = async (): Promise<void> => {
    const all = [...rivals, ...Object.values(services), world, standIn];
    await Promise.all(all.map(async (child) => child.kill()));
    rmSync(folder, { recursive: true, force: true });
  };
  const at = (index: number): string => `http://127.0.0.1:${health[index]}`;
  return {
    url,
    folder,
    services,
    startRival,
    close,
    health: { 'resource-scheduler': at(0), 'worker-controller': at(1), 'lablet-controller': at(2) },
  };
}
