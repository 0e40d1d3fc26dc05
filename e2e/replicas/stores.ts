import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { Child } from '../four-processes/child.ts';

/** Where programs of other people are that this machine may lack. */
export interface StorePrograms {
  readonly etcd: string;
  readonly ferretdb: string;
  readonly redis: string;
}

/** All of them, or none. @throws Error when only some are named */
export function storePrograms(environment: NodeJS.ProcessEnv): StorePrograms | undefined {
  const named = {
    etcd: environment['ETCD_PROGRAM'],
    ferretdb: environment['FERRETDB_PROGRAM'],
    redis: environment['REDIS_PROGRAM'],
  };
  const { etcd, ferretdb, redis } = named;
  if (etcd !== undefined && ferretdb !== undefined && redis !== undefined) return { etcd, ferretdb, redis };
  if (Object.values(named).every((program) => program === undefined)) return undefined;
  throw new Error('ETCD_PROGRAM, FERRETDB_PROGRAM and REDIS_PROGRAM go together');
}

export interface StorePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly ferretdb: number;
  readonly redis: number;
}

export interface Stores {
  readonly children: readonly Child[];
  readonly settings: Readonly<Record<string, string>>;
  /** Whether all of them take connections. */
  readonly serve: () => Promise<void>;
}

/** etcd, a MongoDB by its wire protocol, and Redis, with their data below the folder. */
export function startStores(programs: StorePrograms, folder: string, ports: StorePorts): Stores {
  const data = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  const arm64 = process.arch === 'arm64' ? { ETCD_UNSUPPORTED_ARCH: 'arm64' } : {};
  const etcd = options({
    name: 'story',
    'data-dir': data('etcd'),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `story=${peer}`,
  });
  const ferretdb = options({
    handler: 'sqlite',
    'sqlite-url': `file:${data('ferretdb')}/`,
    'listen-addr': `127.0.0.1:${ports.ferretdb}`,
    'debug-addr': '-',
    telemetry: 'disable',
    'state-dir': '-',
  });
  const redis = ['--port', String(ports.redis), '--bind', '127.0.0.1', '--dir', data('redis'), '--appendonly', 'yes'];
  const children = [
    new Child('etcd', { program: programs.etcd, args: etcd }, arm64),
    new Child('ferretdb', { program: programs.ferretdb, args: ferretdb }, {}),
    new Child('redis', { program: programs.redis, args: redis }, {}),
  ];
  const serve = async (): Promise<void> => {
    for (const port of [ports.etcd, ports.ferretdb, ports.redis]) {
      await eventually(`a server on ${port}`, async () => isOpen(port));
    }
  };
  return {
    children,
    serve,
    settings: {
      COORDINATION_URL: client,
      STATE_STORE: 'mongodb',
      MONGODB_URL: `mongodb://127.0.0.1:${ports.ferretdb}/`,
      REDIS_ENABLED: 'true',
      REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    },
  };
}

function options(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
