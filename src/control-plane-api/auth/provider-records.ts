import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@lcm/core/kernel';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What the embedded identity provider must remember: logins, codes, grants and refresh tokens survive a crash. */
export class ProviderDatabase {
  readonly #database: DatabaseSync;
  readonly clock: Clock;

  constructor(path: string, clock: Clock) {
    this.clock = clock;
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
      CREATE TABLE IF NOT EXISTS records (
        model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL,
        uid TEXT, user_code TEXT, grant_id TEXT, until INTEGER, PRIMARY KEY (model, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS records_uid ON records (model, uid) WHERE uid IS NOT NULL;
      CREATE INDEX IF NOT EXISTS records_grant ON records (grant_id) WHERE grant_id IS NOT NULL;
      CREATE INDEX IF NOT EXISTS records_until ON records (until) WHERE until IS NOT NULL;
    `);
  }

  run(sql: string, values: readonly (string | number | null)[]): void {
    this.#database.prepare(sql).run(...values);
  }

  payload(sql: string, values: readonly (string | number)[]): AdapterPayload | undefined {
    const row = this.#database.prepare(sql).get(...values);
    return typeof row?.['payload'] === 'string' ? JSON.parse(row['payload']) : undefined;
  }

  close(): void {
    this.#database.close();
  }
}

/** One kind of record, as oidc-provider wants to be stored. */
export class ProviderRecords implements Adapter {
  readonly #database: ProviderDatabase;
  readonly #model: string;

  constructor(database: ProviderDatabase, model: string) {
    this.#database = database;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const now = this.#database.clock.now();
    this.#database.run('DELETE FROM records WHERE until <= ?', [now]);
    const { uid = null, userCode = null, grantId = null } = payload;
    const until = expiresIn === undefined ? null : now + expiresIn * 1000;
    this.#database.run(
      'INSERT OR REPLACE INTO records (model, id, payload, uid, user_code, grant_id, until) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [this.#model, id, JSON.stringify(payload), uid, userCode, grantId, until],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#find('id', id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#find('uid', uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#find('user_code', userCode);
  }

  async consume(id: string): Promise<void> {
    const seconds = Math.floor(this.#database.clock.now() / 1000);
    this.#database.run("UPDATE records SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?", [
      seconds,
      this.#model,
      id,
    ]);
  }

  async destroy(id: string): Promise<void> {
    this.#database.run('DELETE FROM records WHERE model = ? AND id = ?', [this.#model, id]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.#database.run('DELETE FROM records WHERE grant_id = ?', [grantId]);
  }

  #find(column: 'id' | 'uid' | 'user_code', value: string): AdapterPayload | undefined {
    return this.#database.payload(
      `SELECT payload FROM records WHERE model = ? AND ${column} = ? AND (until IS NULL OR until > ?)`,
      [this.#model, value, this.#database.clock.now()],
    );
  }
}
