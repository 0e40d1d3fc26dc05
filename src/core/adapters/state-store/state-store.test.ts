import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stateStoreContract } from '../../ports/state-store/contract.ts';
import { MemoryStateStore } from './memory-state-store.ts';
import { SqliteStateStore } from './sqlite-state-store.ts';

stateStoreContract('memory', async () => {
  const store = new MemoryStateStore();
  return { store, reopen: async () => store };
});

stateStoreContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lcm-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'state.db');
  const store = new SqliteStateStore(path, 'epoch-1');
  const reopen = async (): Promise<SqliteStateStore> => {
    await store.close();
    return new SqliteStateStore(path, 'epoch-2');
  };
  return { store, reopen };
});
