import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from './peer.ts';
import { findingsOfTests } from './vitest-findings.ts';

const minute = 60_000;
/** The browser's story, and the one in which processes and stores are killed. */
const stories = ['e2e/story.test.ts', 'e2e/kill.test.ts'];

/** All stores at once, below the whole product in replicas. */
export const replicas: Peer = {
  name: 'replicas',
  against: 'the stories, with every service twice',
  installLimitMs: 6 * minute,
  async check({ program }) {
    const [etcd, ferretdb, redis] = program.split(':');
    const env = { ETCD_PROGRAM: etcd ?? '', FERRETDB_PROGRAM: ferretdb ?? '', REDIS_PROGRAM: redis ?? '' };
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-replicas-'));
    const chosen = ['--project', 'stories', ...stories];
    return await findingsOfTests(chosen, { env, folder: folder.path, limitMs: 12 * minute });
  },
};
