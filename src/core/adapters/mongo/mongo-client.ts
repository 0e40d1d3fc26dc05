import { MongoClient, type MongoClientOptions } from 'mongodb';

export interface MongoAddress {
  /** `mongodb://…`, with whatever the driver understands; how durable writes are it does not change. */
  readonly url: string;
  readonly database: string;
  /** How long a server may be away before whoever waits hears of it; one that has fallen silent has three times that. */
  readonly patienceMs?: number | undefined;
}

/** What of a replica set has to have a write before it counts, and what of it is read. */
export type MongoConcerns = Required<Pick<MongoClientOptions, 'writeConcern' | 'readConcern' | 'readPreference'>>;

/** What MongoDB says of an insertion whose place is taken. */
export const duplicateKey = 11_000;

/** FerretDB keeps a connection to its database for each update of a command, and comes to a halt at some hundred. */
export const updatesAtOnce = 50;

/** Not yet connected. @throws Error when the address cannot be read */
export function mongoClient({ url, patienceMs = 5000 }: MongoAddress, concerns: MongoConcerns): MongoClient {
  const patience = {
    serverSelectionTimeoutMS: patienceMs,
    connectTimeoutMS: patienceMs,
    socketTimeoutMS: 3 * patienceMs,
  };
  try {
    return new MongoClient(url, { appName: 'lablet-cloud-manager', ...patience, ...concerns });
  } catch {
    // What the driver says of an address that it cannot read has the address in it, and that the password.
    throw new Error('the address of MongoDB cannot be read; it should look like mongodb://host:27017');
  }
}
