import {
  type ClientSession,
  type Collection,
  type Db,
  type Filter,
  type MongoClient,
  MongoError,
  MongoServerError,
  type Timestamp,
} from 'mongodb';
import { StateStoreError } from '../../ports/state-store/index.ts';
import { duplicateKey, type MongoAddress, mongoClient, updatesAtOnce } from '../mongo/mongo-client.ts';
import {
  type ClaimDocument,
  type CommitDocument,
  commitId,
  type Documents,
  type IdentityDocument,
  lastCommitId,
  type Place,
  type SnapshotDocument,
} from './mongo-documents.ts';

/** With its id under the name that MongoDB has for it. */
type Stored<Document extends { readonly id: unknown }> = Omit<Document, 'id'> & { readonly _id: Document['id'] };

/** An acknowledged write is on the disks of a majority, and only such writes are read: no failover takes them back. */
const durable = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
} as const;

interface Meta extends IdentityDocument {
  readonly _id: 'store';
}

/** The documents on a server, by MongoDB's own driver. */
export class MongoServer implements Documents {
  readonly #client: MongoClient;
  readonly #commits: Collection<Stored<CommitDocument>>;
  readonly #claims: Collection<Stored<ClaimDocument>>;
  readonly #snapshots: Collection<Stored<SnapshotDocument>>;
  readonly #meta: Collection<Meta>;
  /** The newest time of the server's that this process knows of; later questions are answered from then or later. */
  #seen: Timestamp | undefined;

  static async connect(address: MongoAddress): Promise<MongoServer> {
    const client = mongoClient(address, durable);
    try {
      await client.connect();
      return new MongoServer(client, client.db(address.database));
    } catch (error) {
      await client.close();
      throw unanswered(error);
    }
  }

  private constructor(client: MongoClient, database: Db) {
    this.#client = client;
    this.#commits = database.collection('commits');
    this.#claims = database.collection('claims');
    this.#snapshots = database.collection('snapshots');
    this.#meta = database.collection('meta');
  }

  insertCommit({ id, ...rest }: CommitDocument): Promise<boolean> {
    return this.#unlessTaken((session) => this.#commits.insertOne({ _id: id, ...rest }, { session }));
  }

  insertClaim({ id, ...rest }: ClaimDocument): Promise<boolean> {
    return this.#unlessTaken((session) => this.#claims.insertOne({ _id: id, ...rest }, { session }));
  }

  async identity(offered: IdentityDocument): Promise<IdentityDocument> {
    const document: Meta = { _id: 'store', ...offered };
    const isNew = await this.#unlessTaken((session) => this.#meta.insertOne(document, { session }));
    if (isNew) return offered;
    return (await this.#ask((session) => this.#meta.findOne({ _id: 'store' }, { session }))) ?? offered;
  }

  async prepare(): Promise<void> {
    // One index for both: what has no position by arrival, and what has one by that.
    await this.#ask((session) => this.#commits.createIndex({ position: 1, arrival: 1 }, {}, { session }));
  }

  async commit(id: string): Promise<CommitDocument | undefined> {
    const found = await this.#ask((session) => this.#commits.findOne({ _id: id }, { session }));
    return found ? commitOf(found) : undefined;
  }

  async stream(name: string, afterVersion: number): Promise<readonly CommitDocument[]> {
    const range = { _id: { $gt: commitId(name, afterVersion), $lte: lastCommitId(name) }, stream: name };
    const found = await this.#ask((session) => this.#commits.find(range, { session, sort: { _id: 1 } }).toArray());
    return found.map(commitOf);
  }

  unpublished(limit: number): Promise<readonly CommitDocument[]> {
    return this.#first(limit, { position: null }, { arrival: 1, _id: 1 });
  }

  countUnpublished(ids: readonly string[]): Promise<number> {
    return this.#ask((session) => this.#commits.countDocuments({ _id: { $in: ids }, position: null }, { session }));
  }

  async place(places: readonly Place[]): Promise<void> {
    const updates = places.map(({ id, position }) => ({
      updateOne: { filter: { _id: id }, update: { $set: { position } } },
    }));
    for (let first = 0; first < updates.length; first += updatesAtOnce) {
      const some = updates.slice(first, first + updatesAtOnce);
      await this.#ask((session) => this.#commits.bulkWrite(some, { ordered: true, session }));
    }
  }

  placed(afterPosition: number, limit: number): Promise<readonly CommitDocument[]> {
    return this.#first(limit, { position: { $gt: afterPosition } }, { position: 1 });
  }

  async lastPosition(): Promise<number> {
    const last = await this.#ask((session) => this.#commits.findOne({}, { session, sort: { position: -1 } }));
    return last?.position ?? 0;
  }

  async lastClaim(): Promise<ClaimDocument | undefined> {
    const found = await this.#ask((session) => this.#claims.findOne({}, { session, sort: { _id: -1 } }));
    return found ? claimOf(found) : undefined;
  }

  async snapshot(stream: string): Promise<SnapshotDocument | undefined> {
    const found = await this.#ask((session) => this.#snapshots.findOne({ _id: stream }, { session }));
    return found ? { id: stream, version: found.version, body: found.body } : undefined;
  }

  async saveSnapshot({ id, version, body }: SnapshotDocument): Promise<void> {
    const older = { _id: id, version: { $lt: version } };
    // Where a newer one is, none is older: the insertion that this becomes finds its place taken.
    await this.#unlessTaken((session) =>
      this.#snapshots.updateOne(older, { $set: { version, body } }, { upsert: true, session }),
    );
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #first(
    limit: number,
    filter: Filter<Stored<CommitDocument>>,
    sort: Record<string, 1>,
  ): Promise<readonly CommitDocument[]> {
    const options = { limit, batchSize: limit, sort };
    const found = await this.#ask((session) => this.#commits.find(filter, { ...options, session }).toArray());
    return found.map(commitOf);
  }

  #unlessTaken(write: (session: ClientSession) => Promise<unknown>): Promise<boolean> {
    return this.#ask(async (session) => {
      try {
        await write(session);
        return true;
      } catch (error) {
        if (error instanceof MongoServerError && error.code === duplicateKey) return false;
        throw error;
      }
    });
  }

  async #ask<Answer>(question: (session: ClientSession) => Promise<Answer>): Promise<Answer> {
    // Servers without a replica set tell no time, and their one copy needs none.
    const session = this.#client.startSession({ causalConsistency: true });
    try {
      if (this.#seen !== undefined) session.advanceOperationTime(this.#seen);
      return await question(session);
    } catch (error) {
      throw unanswered(error);
    } finally {
      const { operationTime } = session;
      if (operationTime && (this.#seen === undefined || operationTime.greaterThan(this.#seen))) {
        this.#seen = operationTime;
      }
      await session.endSession();
    }
  }
}

function claimOf({ _id: id, ...rest }: Stored<ClaimDocument>): ClaimDocument {
  return { id, ...rest };
}

function commitOf({ _id: id, ...rest }: Stored<CommitDocument>): CommitDocument {
  return { id, ...rest };
}

function unanswered(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error;
  return new StateStoreError('the state store did not answer', { cause: error });
}
