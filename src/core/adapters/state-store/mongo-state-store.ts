import {
  type Commit,
  ConflictError,
  type Head,
  type PublishedCommit,
  type Snapshot,
  type StateStore,
  StateStoreError,
} from '../../ports/state-store/index.ts';
import type { MongoAddress } from '../mongo/mongo-client.ts';
import { type CommitDocument, commitId, type Documents } from './mongo-documents.ts';
import { MongoPublishing } from './mongo-publishing.ts';
import { MongoServer } from './mongo-server.ts';

/** Bumped with every change of the collections that an earlier program would not understand. */
const schema = 1;

export interface MongoStateStoreOptions extends MongoAddress {
  /** The identity of the store, used by the first process that opens it. */
  readonly newEpoch: string;
}

/** Commits in MongoDB, or in what speaks its protocol. Several processes may write and publish (docs/adr/0013). */
export class MongoStateStore implements StateStore {
  readonly #documents: Documents;
  readonly #epoch: string;
  readonly #publishing: MongoPublishing;

  /** @throws StateStoreError when the server does not answer */
  static async open({ newEpoch, ...address }: MongoStateStoreOptions): Promise<MongoStateStore> {
    return MongoStateStore.over(await MongoServer.connect(address), newEpoch);
  }

  static async over(documents: Documents, newEpoch: string): Promise<MongoStateStore> {
    try {
      const identity = await documents.identity({ schema, epoch: newEpoch });
      if (identity.schema > schema) {
        throw new Error(`the state store is of version ${identity.schema}; this program knows ${schema} at most`);
      }
      await documents.prepare();
      return new MongoStateStore(documents, identity.epoch);
    } catch (error) {
      await documents.close();
      throw error;
    }
  }

  private constructor(documents: Documents, epoch: string) {
    this.#documents = documents;
    this.#epoch = epoch;
    this.#publishing = new MongoPublishing(documents);
  }

  async append(commit: Commit): Promise<void> {
    const document = await this.#documentOf(commit);
    if (!(await this.#insert(document))) throw new ConflictError(`${document.stream} has version ${commit.version}`);
  }

  async read(stream: string, version: number): Promise<readonly Commit[]> {
    return (await this.#documents.stream(stream, version)).map(commitOf);
  }

  async snapshot(stream: string): Promise<Snapshot | undefined> {
    const document = await this.#documents.snapshot(stream);
    return document && snapshotOf(document.body);
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    const { stream, version } = snapshot;
    await this.#documents.saveSnapshot({ id: stream, version, body: JSON.stringify(snapshot) });
  }

  async publish(fence: number, limit: number): Promise<readonly PublishedCommit[]> {
    const placed = await this.#publishing.publish(fence, limit);
    return placed.map(({ document, position }) => ({ ...commitOf(document), position }));
  }

  async published(afterPosition: number, limit: number): Promise<readonly PublishedCommit[]> {
    const found = await this.#documents.placed(afterPosition, limit);
    // A scan may have passed a commit before its place was written; what comes after such a gap is for the next one.
    const gap = found.findIndex(({ position }, index) => position !== afterPosition + index + 1);
    const withoutGap = gap === -1 ? found : found.slice(0, gap);
    return withoutGap.map((document, index) => ({ ...commitOf(document), position: afterPosition + index + 1 }));
  }

  async head(): Promise<Head> {
    return { epoch: this.#epoch, position: await this.#documents.lastPosition() };
  }

  async close(): Promise<void> {
    await this.#documents.close();
  }

  /** Commits are never deleted, so a version that was there before is there when its successor is inserted. */
  async #documentOf(commit: Commit): Promise<CommitDocument> {
    const { stream, version, at } = commit;
    const before = version === 1 ? undefined : await this.#documents.commit(commitId(stream, version - 1));
    if (version !== 1 && before === undefined) throw new ConflictError(`${stream} is not at version ${version - 1}`);
    return {
      id: commitId(stream, version),
      stream,
      version,
      // What follows arrives later even where its process's clock is behind.
      arrival: before === undefined ? at : Math.max(at, before.arrival + 1),
      followsPublished: before?.position !== null,
      position: null,
      body: JSON.stringify(commit),
    };
  }

  /**
   * False when somebody else's is there. An insertion whose answer was lost is made once more: either it is stored now,
   * or what holds its place says whose it is.
   */
  async #insert(document: CommitDocument): Promise<boolean> {
    try {
      return await this.#documents.insertCommit(document);
    } catch (error) {
      if (!(error instanceof StateStoreError)) throw error;
    }
    if (await this.#documents.insertCommit(document)) return true;
    return (await this.#documents.commit(document.id))?.body === document.body;
  }
}

function commitOf({ body }: CommitDocument): Commit {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this class writes these documents
  return JSON.parse(body) as Commit;
}

function snapshotOf(body: string): Snapshot {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this class writes these documents
  return JSON.parse(body) as Snapshot;
}
