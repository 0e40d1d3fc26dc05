import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFerretdb } from './ferretdb-server.ts';
import type { Peer } from './peer.ts';
import { findingsOfContract } from './vitest-findings.ts';

const files = [
  'src/core/adapters/state-store/mongo-state-store.test.ts',
  'src/core/adapters/sample-store/mongo-sample-store.test.ts',
];

/** The contracts of the stores of state and of samples, over a server that speaks MongoDB's protocol and has neither transactions nor streams. */
export const ferretdb: Peer = {
  name: 'ferretdb',
  against: 'the contracts of the stores of state and of samples',
  installLimitMs: 300_000,
  async check({ program }) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-ferretdb-'));
    const { server, url } = await startFerretdb(program, folder.path);
    await using _ = server;
    return await findingsOfContract({ files, address: ['MONGODB_URL', url], folder: folder.path });
  },
};
