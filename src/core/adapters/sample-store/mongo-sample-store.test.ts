import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WorkerId } from '../../domain/worker/index.ts';
import { instant } from '../../kernel/index.ts';
import { sampleStoreContract } from '../../ports/sample-store/contract.ts';
import { SampleStoreError } from '../../ports/sample-store/index.ts';
import { MongoSampleStore } from './mongo-sample-store.ts';

const url = process.env['MONGODB_URL'];

/** A database of the test's own, and how it is dropped. */
function newDatabase() {
  const database = `lcm_test_${randomUUID().replaceAll('-', '')}`;
  const drop = async (): Promise<void> => {
    const client = await MongoClient.connect(url ?? '');
    await client.db(database).dropDatabase();
    await client.close();
  };
  return { address: { url: url ?? '', database }, drop };
}

describe.skipIf(url === undefined)('only with MONGODB_URL, a server on which databases may be made and dropped', () => {
  sampleStoreContract('mongo itself', async () => {
    const { address, drop } = newDatabase();
    const store = await MongoSampleStore.open(address);
    const close = async (): Promise<void> => {
      await store.close();
      await drop();
    };
    return { store, close };
  });

  test('what one process was brought is read by another, also when both are brought the same at once', async () => {
    const { address, drop } = newDatabase();
    onTestFinished(drop);
    const stores = await Promise.all([1, 2].map(async () => MongoSampleStore.open(address)));
    const workerId = WorkerId.parse('wkr_1');
    const samples = Array.from({ length: 120 }, (_, at) => ({ workerId, at: instant(at), source: 'cml' as const }));
    await Promise.all(stores.map((store) => store.append(samples)));
    const all = { workerId, from: instant(0), until: instant(120), points: 120 };
    for (const store of stores) {
      expect(await store.history(all)).toEqual(samples);
      await store.close();
    }
  });
});

test('a server that nobody serves is an error of the port', async () => {
  const address = { url: 'mongodb://127.0.0.1:1', database: 'lcm', patienceMs: 50 };
  await expect(MongoSampleStore.open(address)).rejects.toThrow(SampleStoreError);
});
