import { equal, rejects } from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisSessionStore } from '@lcm/core/adapters/session-store/redis-session-store';
import { instant } from '@lcm/core/kernel';
import { SessionStoreError } from '@lcm/core/ports/session-store';
import type { Findings, Installed, Peer } from './peer.ts';
import { startRedis } from './redis-server.ts';
import { findingsOfContract } from './vitest-findings.ts';

const files = ['src/core/adapters/session-store/redis-session-store.test.ts'];
const backWithinMs = 10_000;

/** Asks until it is answered: the client looks for a Redis that was away by itself. */
async function onceBack<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const end = performance.now() + backWithinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof SessionStoreError) || performance.now() > end) throw error;
      await sleep(50);
    }
  }
}

/** Redis ends and comes back; what was stored and what was deleted before is so afterwards. */
async function checkRestart(program: string, folder: string): Promise<void> {
  const first = await startRedis(program, { folder });
  const store = await RedisSessionStore.open({ url: first.url });
  try {
    const later = instant(Date.now() + 3_600_000);
    for (const key of ['kept', 'deleted']) await store.create(key, 'sealed', later);
    await store.delete('deleted');
    await first.server[Symbol.asyncDispose]();
    await rejects(store.get('kept'), SessionStoreError);
    await rejects(store.replace('kept', 'changed', later), SessionStoreError);
    const second = await startRedis(program, { folder, port: first.port });
    await using _ = second.server;
    equal(await onceBack(() => store.get('kept')), 'sealed');
    equal(await store.get('deleted'), undefined);
    equal(await store.replace('deleted', 'back', later), false);
  } finally {
    await store.close();
    await first.server[Symbol.asyncDispose]();
  }
}

async function findingsOfRestart(program: string, folder: string): Promise<Findings> {
  try {
    await checkRestart(program, folder);
    return { passed: 1, problems: [] };
  } catch (error) {
    return {
      passed: 0,
      problems: [`Redis ends and comes back: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
}

async function check({ program }: Installed): Promise<Findings> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-redis-'));
  const restart = await findingsOfRestart(program, folder.path);
  const { server, url } = await startRedis(program, { folder: folder.path });
  await using _ = server;
  const contract = await findingsOfContract({ files, address: ['REDIS_URL', url], folder: folder.path });
  return { passed: contract.passed + restart.passed, problems: [...contract.problems, ...restart.problems] };
}

export const redis: Peer = { name: 'redis', against: "the session store's contract", check };
