import { createHash } from 'node:crypto';
import type { Clock, Instant } from '@lcm/core/kernel';
import { FaultPlan } from './faults.ts';
import { S3Error } from './s3-error.ts';

export interface StoredObject {
  readonly key: string;
  readonly content: Uint8Array;
  readonly etag: string;
  readonly modifiedAt: Instant;
}

export interface Page {
  readonly objects: readonly StoredObject[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

export interface Account {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface S3ModelOptions {
  readonly clock: Clock;
  readonly account: Account;
  readonly buckets?: readonly string[];
}

/** Buckets of one account. Forgotten with the process. */
export class S3Model {
  readonly clock: Clock;
  readonly account: Account;
  readonly faults = new FaultPlan();
  readonly #buckets: Map<string, Map<string, StoredObject>>;

  constructor({ clock, account, buckets = [] }: S3ModelOptions) {
    this.clock = clock;
    this.account = account;
    this.#buckets = new Map(buckets.map((name) => [name, new Map()]));
  }

  createBucket(name: string): void {
    if (this.#buckets.has(name)) throw new S3Error('BucketAlreadyOwnedByYou');
    this.#buckets.set(name, new Map());
  }

  put(bucket: string, key: string, content: Uint8Array): StoredObject {
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    const object = { key, content, etag, modifiedAt: this.clock.now() };
    this.#of(bucket).set(key, object);
    return object;
  }

  /** @throws S3Error `NoSuchKey` */
  get(bucket: string, key: string): StoredObject {
    const object = this.#of(bucket).get(key);
    if (object === undefined) throw new S3Error('NoSuchKey');
    return object;
  }

  /** Of what is not there too. */
  delete(bucket: string, key: string): void {
    this.#of(bucket).delete(key);
  }

  /** In the order of the bytes of the keys; `after` is the key that the page before ended with. */
  list(bucket: string, { prefix, after, most }: { prefix: string; after: string; most: number }): Page {
    const all = [...this.#of(bucket).values()]
      .filter(({ key }) => key.startsWith(prefix) && key > after)
      .toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    const objects = all.slice(0, most);
    return { objects, next: all.length > most ? objects.at(-1)?.key : undefined };
  }

  #of(bucket: string): Map<string, StoredObject> {
    const found = this.#buckets.get(bucket);
    if (found === undefined) throw new S3Error('NoSuchBucket');
    return found;
  }
}
