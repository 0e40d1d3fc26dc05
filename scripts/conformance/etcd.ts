import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLives } from './etcd-lives.ts';
import { etcdPlace, startEtcd } from './etcd-process.ts';
import type { Findings, Peer } from './peer.ts';
import { findingsOfContract } from './vitest-findings.ts';

const suites = ['etcd-coordination', 'etcd-faults', 'etcd-leader-faults'];

/** The coordination store's contract, whose other adapters keep it in `npm test`, and what becomes of it under faults. */
export const etcd: Peer = {
  name: 'etcd',
  against: "the coordination store's contract, with and without faults",
  async check({ program }) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-etcd-'));
    const place = await etcdPlace(program, folder.path);
    await using _ = await startEtcd(place);
    const found: Findings[] = [];
    // One after the other: each deletes all keys before a test, and one compacts.
    for (const suite of suites) {
      const file = `src/core/adapters/coordination/${suite}.test.ts`;
      found.push(await findingsOfContract({ files: [file], address: ['ETCD_URL', place.url], folder: folder.path }));
    }
    found.push(await checkLives(program));
    const passed = found.reduce((sum, each) => sum + each.passed, 0);
    return { passed, problems: found.flatMap(({ problems }) => problems) };
  },
};
