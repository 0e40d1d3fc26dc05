import { type Collection, MongoBulkWriteError, type MongoClient, MongoError } from 'mongodb';
import { figureNames, type Sample, sampleSources, thin } from '../../domain/metrics/index.ts';
import type { WorkerId } from '../../domain/worker/index.ts';
import type { Instant } from '../../kernel/index.ts';
import { type SampleHistoryQuery, type SampleStore, SampleStoreError } from '../../ports/sample-store/index.ts';
import { duplicateKey, type MongoAddress, mongoClient, updatesAtOnce } from '../mongo/mongo-client.ts';

/** Of its worker, source and instant, so that there is one of each. */
interface SampleDocument extends Sample {
  readonly _id: string;
}

/**
 * The primary alone acknowledges a write: what a failover takes back was a few seconds of figures, which are measured again.
 * It alone is read, so that another process that hears of samples also finds them.
 */
const quick = { writeConcern: { w: 1 }, readConcern: { level: 'local' }, readPreference: 'primary' } as const;

/**
 * Samples in MongoDB, or in what speaks its protocol, for any number of processes. Histories are thinned here: of one worker
 * in two weeks there are some ten thousand samples.
 */
export class MongoSampleStore implements SampleStore {
  readonly #client: MongoClient;
  readonly #samples: Collection<SampleDocument>;

  /** @throws SampleStoreError when the server does not answer */
  static async open(address: MongoAddress): Promise<MongoSampleStore> {
    const client = mongoClient(address, quick);
    const store = new MongoSampleStore(client, client.db(address.database).collection('samples'));
    try {
      await store.#ask((samples) => samples.createIndex({ workerId: 1, source: 1, at: 1 }, {}, {}));
      return store;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  private constructor(client: MongoClient, samples: Collection<SampleDocument>) {
    this.#client = client;
    this.#samples = samples;
  }

  /** Nearly all are new, and an insertion is quick also where finding what it may replace is not. */
  async append(samples: readonly Sample[]): Promise<void> {
    const taken = await this.#insert(samples.map(documentOf));
    for (let first = 0; first < taken.length; first += updatesAtOnce) {
      const some = taken.slice(first, first + updatesAtOnce).map(replacing);
      await this.#ask((stored) => stored.bulkWrite(some, { ordered: true }));
    }
  }

  async latest(workerId: WorkerId): Promise<readonly Sample[]> {
    const newest = sampleSources.map((source) =>
      this.#ask((samples) => samples.findOne({ workerId, source }, { sort: { at: -1 } })),
    );
    return (await Promise.all(newest)).flatMap((found) => (found ? [sampleOf(found)] : []));
  }

  async history({ workerId, ...wanted }: SampleHistoryQuery): Promise<readonly Sample[]> {
    const { from, until } = wanted;
    // All sources there are: an index is of use only when the one before the time is named.
    const within = { workerId, source: { $in: [...sampleSources] }, at: { $gte: from, $lt: until } };
    const found = await this.#ask((samples) => samples.find(within).toArray());
    return thin(found.map(sampleOf), wanted);
  }

  /** Reads the whole collection, which nobody does more than once an hour: an index for that would cost every sample. */
  async deleteBefore(at: Instant): Promise<void> {
    await this.#ask((samples) => samples.deleteMany({ at: { $lt: at } }));
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** Answers with those whose place is taken. */
  async #insert(documents: SampleDocument[]): Promise<readonly SampleDocument[]> {
    if (documents.length === 0) return [];
    return this.#ask(async (samples) => {
      try {
        await samples.insertMany(documents, { ordered: false });
        return [];
      } catch (error) {
        return takenOf(error).flatMap((index) => documents[index] ?? []);
      }
    });
  }

  async #ask<Answer>(question: (samples: Collection<SampleDocument>) => Promise<Answer>): Promise<Answer> {
    try {
      return await question(this.#samples);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      throw new SampleStoreError('the store of the samples did not answer', { cause: error });
    }
  }
}

/** What was not measured is not there, also where the sample names it. */
function documentOf(sample: Sample): SampleDocument {
  const { workerId, source, at } = sample;
  const measured = figureNames.map((name) => [name, sample[name]] as const).filter(([, value]) => value !== undefined);
  return { _id: `${workerId}/${source}/${at}`, workerId, source, at, ...Object.fromEntries(measured) };
}

/** Which of the insertions found their place taken. @throws whatever else was wrong with them */
function takenOf(error: unknown): readonly number[] {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const failed = [error.writeErrors].flat();
  if (failed.length === 0 || failed.some(({ code }) => code !== duplicateKey)) throw error;
  return failed.map(({ index }) => index);
}

function replacing({ _id, ...replacement }: SampleDocument) {
  return { replaceOne: { filter: { _id }, replacement } };
}

function sampleOf({ _id, ...sample }: SampleDocument): Sample {
  return sample;
}
