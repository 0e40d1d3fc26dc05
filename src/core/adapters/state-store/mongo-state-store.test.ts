import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { stateStoreContract } from '../../ports/state-store/contract.ts';
import { type Commit, ConflictError, StateStoreError } from '../../ports/state-store/index.ts';
import { commitId, type Documents } from './mongo-documents.ts';
import { MongoServer } from './mongo-server.ts';
import { MongoStateStore } from './mongo-state-store.ts';
import { DocumentsInMemory } from './testing/documents-in-memory.ts';

function commit(stream: string, version: number, correlationId = 'c1'): Commit {
  const by = { id: 'ana', name: 'Ana', roles: ['admin'] };
  const events = [{ type: 'Happened', number: version }];
  return { stream, version, schema: 1, events, at: instant(1_000), by, operation: 'Do', correlationId };
}

const connections = (server: DocumentsInMemory) => async (): Promise<Documents> => server.connect();

type Connect = () => Promise<Documents>;

/** What holds over any server. `begin` answers with how processes connect to a new one. */
function mongoContract(name: string, begin: () => Connect): void {
  stateStoreContract(name, async () => {
    const connect = begin();
    const opened = async (epoch: string): Promise<MongoStateStore> => {
      const store = await MongoStateStore.over(await connect(), epoch);
      onTestFinished(() => store.close());
      return store;
    };
    const store = await opened('epoch-1');
    return { store, reopen: () => opened('epoch-2'), beside: () => opened('epoch-3') };
  });

  describe(`MongoStateStore: ${name}`, () => {
    test.for([
      0, 1, 2,
    ])('what a crashed publisher claimed is finished by the next, with %i places written', async (done) => {
      const connect = begin();
      const documents = await connect();
      const store = await MongoStateStore.over(documents, 'epoch');
      onTestFinished(() => store.close());
      await store.append(commit('worker/a', 1));
      await store.append(commit('worker/b', 1));
      const ids = [commitId('worker/b', 1), commitId('worker/a', 1)];
      await documents.insertClaim({ id: 1, fence: 1, after: 0, commits: ids });
      await documents.place(ids.slice(0, done).map((id, index) => ({ id, position: index + 1 })));
      await store.append(commit('worker/a', 2));
      expect(await store.publish(1, 10)).toEqual([{ ...commit('worker/a', 2), position: 3 }]);
      const published = await store.published(0, 10);
      expect(published.map(({ stream, version }) => commitId(stream, version))).toEqual([
        ...ids,
        commitId('worker/a', 2),
      ]);
    });

    test('a position is not shown before all lower ones are there', async () => {
      const documents = await begin()();
      const store = await MongoStateStore.over(documents, 'epoch');
      onTestFinished(() => store.close());
      await store.append(commit('worker/a', 1));
      await store.append(commit('worker/b', 1));
      await documents.place([{ id: commitId('worker/b', 1), position: 2 }]);
      expect(await store.published(0, 10)).toEqual([]);
      await documents.place([{ id: commitId('worker/a', 1), position: 1 }]);
      expect((await store.published(0, 10)).map(({ stream }) => stream)).toEqual(['worker/a', 'worker/b']);
    });

    test('of processes that open it at once one says what it is', async () => {
      const connect = begin();
      const stores = await Promise.all(
        ['one', 'two', 'three'].map(async (epoch) => MongoStateStore.over(await connect(), epoch)),
      );
      onTestFinished(async () => {
        for (const store of stores) await store.close();
      });
      const heads = await Promise.all(stores.map((store) => store.head()));
      expect(new Set(heads.map(({ epoch }) => epoch)).size).toBe(1);
    });

    test('collections of a later version are refused in words', async () => {
      const connect = begin();
      const documents = await connect();
      onTestFinished(() => documents.close());
      await documents.identity({ schema: 2, epoch: 'later' });
      await expect(MongoStateStore.over(await connect(), 'epoch')).rejects.toThrow(
        'is of version 2; this program knows 1',
      );
    });

    test('what is older by its clock still comes after the version before it', async () => {
      const store = await MongoStateStore.over(await begin()(), 'epoch');
      onTestFinished(() => store.close());
      await store.append({ ...commit('worker/a', 1), at: instant(9_000) });
      await store.append({ ...commit('worker/a', 2), at: instant(2_000) });
      expect((await store.publish(1, 1)).map(({ version }) => version)).toEqual([1]);
      expect((await store.publish(1, 1)).map(({ version }) => version)).toEqual([2]);
    });

    test('many commits at once are published at once', async () => {
      const store = await MongoStateStore.over(await begin()(), 'epoch');
      onTestFinished(() => store.close());
      for (let version = 1; version <= 120; version += 1) await store.append(commit('worker/a', version));
      expect((await store.publish(1, 500)).map(({ position }) => position)).toHaveLength(120);
      expect((await store.published(0, 500)).map(({ version }) => version)).toHaveLength(120);
    });
  });
}

mongoContract('mongo over documents in memory', () => connections(new DocumentsInMemory()));

const url = process.env['MONGODB_URL'];

describe.skipIf(url === undefined)('only with MONGODB_URL, a server on which databases may be made and dropped', () => {
  mongoContract('mongo itself', () => {
    const database = `lcm_test_${randomUUID().replaceAll('-', '')}`;
    onTestFinished(async () => {
      const client = await MongoClient.connect(url ?? '');
      await client.db(database).dropDatabase();
      await client.close();
    });
    return () => MongoServer.connect({ url: url ?? '', database });
  });
});

/** A store whose connection is lost at the n-th step from when that is said. */
async function losing(server: DocumentsInMemory): Promise<{ store: MongoStateStore; loseAt: (step: number) => void }> {
  let steps = Number.POSITIVE_INFINITY;
  const documents = server.connect(async () => {
    steps -= 1;
    if (steps === 0) throw new StateStoreError('the connection was lost');
  });
  const store = await MongoStateStore.over(documents, 'epoch');
  return { store, loseAt: (step) => (steps = step) };
}

describe('an insertion whose answer was lost', () => {
  const beforeIt = 1;
  const afterIt = 2;

  test.for([beforeIt, afterIt])('is a success when the commit is there in the end: lost at step %i', async (step) => {
    const { store, loseAt } = await losing(new DocumentsInMemory());
    loseAt(step);
    await store.append(commit('worker/a', 1));
    expect(await store.read('worker/a', 0)).toEqual([commit('worker/a', 1)]);
  });

  test('is a conflict when somebody else was first', async () => {
    const server = new DocumentsInMemory();
    const { store, loseAt } = await losing(server);
    const other = await MongoStateStore.over(server.connect(), 'epoch');
    loseAt(beforeIt);
    const appended = store.append(commit('worker/a', 1, 'mine'));
    await other.append(commit('worker/a', 1, 'theirs'));
    await expect(appended).rejects.toThrow(ConflictError);
  });

  test('is an error of the port while the server stays away', async () => {
    let isAway = false;
    const documents = new DocumentsInMemory().connect(async () => {
      if (isAway) throw new StateStoreError('the connection was lost');
    });
    const store = await MongoStateStore.over(documents, 'epoch');
    isAway = true;
    await expect(store.append(commit('worker/a', 1))).rejects.toThrow(StateStoreError);
  });
});

test('a server that nobody serves is an error of the port', async () => {
  const address = { url: 'mongodb://127.0.0.1:1', database: 'lcm', newEpoch: 'epoch', patienceMs: 50 };
  await expect(MongoStateStore.open(address)).rejects.toThrow(StateStoreError);
});

test('an address that cannot be read is refused without being repeated', async () => {
  const address = { url: 'mongodb//lcm:secret@host', database: 'lcm', newEpoch: 'epoch' };
  const refusal = await MongoStateStore.open(address).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ message: expect.stringContaining('cannot be read') });
  expect(JSON.stringify(refusal, Object.getOwnPropertyNames(refusal))).not.toContain('secret');
});
