import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import type { Peer } from './peer.ts';
import { type Server, serve } from './program.ts';
import { findingsOfContract } from './vitest-findings.ts';

const file = 'src/core/adapters/coordination/etcd-coordination.test.ts';

async function startEtcd(program: string, folder: string): Promise<{ server: Server; url: string }> {
  const [url, peerUrl] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const options = {
    name: 'conformance',
    'data-dir': join(folder, 'data'),
    'listen-client-urls': url,
    'advertise-client-urls': url,
    'listen-peer-urls': peerUrl,
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': `conformance=${peerUrl}`,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  // Elsewhere than on amd64, etcd 3.4 wants to be told that this is meant.
  const env = process.arch === 'arm64' ? { ETCD_UNSUPPORTED_ARCH: 'arm64' } : {};
  const server = await serve(
    { program, args, env },
    /(ready to serve client requests|serving insecure client requests)/,
  );
  return { server, url };
}

/** The coordination store's contract, whose other adapters keep it in `npm test`. */
export const etcd: Peer = {
  name: 'etcd',
  against: "the coordination store's contract",
  async check({ program }) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-etcd-'));
    const { server, url } = await startEtcd(program, folder.path);
    await using _ = server;
    return await findingsOfContract({ file, address: ['ETCD_URL', url], folder: folder.path });
  },
};
