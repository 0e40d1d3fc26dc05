import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFerretdb } from './ferretdb-server.ts';
import type { Peer } from './peer.ts';
import { findingsOfContract } from './vitest-findings.ts';

const file = 'src/core/adapters/state-store/mongo-state-store.test.ts';

/** The state store's contract, over a server that speaks MongoDB's protocol and has neither transactions nor streams. */
export const ferretdb: Peer = {
  name: 'ferretdb',
  against: "the state store's contract",
  installLimitMs: 300_000,
  async check({ program }) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-ferretdb-'));
    const { server, url } = await startFerretdb(program, folder.path);
    await using _ = server;
    return await findingsOfContract({ file, address: ['MONGODB_URL', url], folder: folder.path });
  },
};
