import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { type Server, serve } from './program.ts';

/** Where one etcd lives, through all its restarts. */
export interface EtcdPlace {
  readonly program: string;
  readonly data: string;
  readonly url: string;
  readonly peerUrl: string;
}

export async function etcdPlace(program: string, folder: string): Promise<EtcdPlace> {
  const [url, peerUrl] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  return { program, data: join(folder, 'data'), url, peerUrl };
}

export async function startEtcd({ program, data, url, peerUrl }: EtcdPlace): Promise<Server> {
  const options = {
    name: 'conformance',
    'data-dir': data,
    'listen-client-urls': url,
    'advertise-client-urls': url,
    'listen-peer-urls': peerUrl,
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': `conformance=${peerUrl}`,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  // Elsewhere than on amd64, etcd 3.4 wants to be told that this is meant.
  const env = process.arch === 'arm64' ? { ETCD_UNSUPPORTED_ARCH: 'arm64' } : {};
  return serve({ program, args, env }, /(ready to serve client requests|serving insecure client requests)/);
}
