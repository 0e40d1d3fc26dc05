import { sampleStoreContract } from '../../ports/sample-store/contract.ts';
import { MemorySampleStore } from './memory-sample-store.ts';
import { SqliteSampleStore } from './sqlite-sample-store.ts';

sampleStoreContract('memory', async () => ({ store: new MemorySampleStore() }));
sampleStoreContract('sqlite', async () => {
  const store = new SqliteSampleStore(':memory:');
  return { store, close: async () => store.close() };
});
