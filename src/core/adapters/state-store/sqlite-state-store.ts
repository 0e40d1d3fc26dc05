import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import {
  type Commit,
  type Head,
  type PublishedCommit,
  type Snapshot,
  type StateStore,
  SupersededError,
} from '../../ports/state-store/index.ts';
import { GroupCommit } from './group-commit.ts';

/** Bumped with every change of the tables; a file of a later one is refused, one of an earlier one is brought up to date. */
const tablesVersion = 1;

const tables = `
  CREATE TABLE commits (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER,
    body TEXT NOT NULL,
    UNIQUE (stream, version)
  ) STRICT;
  CREATE UNIQUE INDEX commits_by_position ON commits (position) WHERE position IS NOT NULL;
  CREATE INDEX commits_unpublished ON commits (arrival) WHERE position IS NULL;
  CREATE TABLE snapshots (stream TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** The embedded store: one SQLite file, owned by one process. Synchronous below, and every answer is on the disk. */
export class SqliteStateStore implements StateStore {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #epoch: string;
  readonly #appending = new GroupCommit((commits) => this.#appendAll(commits));

  /** @param newEpoch the identity of the store, used when the file is new */
  constructor(path: string, newEpoch: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    // FULL: an acknowledged commit survives power loss, not only a crash of ours.
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    this.#migrate(newEpoch);
    this.#epoch = this.#meta('epoch') ?? newEpoch;
  }

  async append(commit: Commit): Promise<void> {
    return this.#appending.add(commit);
  }

  /** Which of them came first on their streams. */
  #appendAll(commits: readonly Commit[]): readonly boolean[] {
    const insert = this.#sql(`
      INSERT INTO commits (stream, version, body)
      SELECT ?1, ?2, ?3 WHERE coalesce((SELECT max(version) FROM commits WHERE stream = ?1), 0) = ?2 - 1
    `);
    const append = (commit: Commit): boolean =>
      insert.run(commit.stream, commit.version, JSON.stringify(commit)).changes === 1;
    return commits.length === 1 ? commits.map(append) : this.#transaction(() => commits.map(append));
  }

  async read(stream: string, version: number): Promise<readonly Commit[]> {
    const rows = this.#sql('SELECT body FROM commits WHERE stream = ? AND version > ? ORDER BY version').all(
      stream,
      version,
    );
    return rows.map(({ body }) => storedCommit(body));
  }

  async snapshot(stream: string): Promise<Snapshot | undefined> {
    const row = this.#sql('SELECT body FROM snapshots WHERE stream = ?').get(stream);
    return row && storedSnapshot(row['body']);
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    this.#sql(`
      INSERT INTO snapshots (stream, version, body) VALUES (?, ?, ?)
      ON CONFLICT (stream) DO UPDATE SET version = excluded.version, body = excluded.body WHERE excluded.version > version
    `).run(snapshot.stream, snapshot.version, JSON.stringify(snapshot));
  }

  async publish(fence: number, limit: number): Promise<readonly PublishedCommit[]> {
    return this.#transaction(() => {
      const seen = Number(this.#meta('publisher') ?? 0);
      if (fence < seen) throw new SupersededError(`publisher ${fence} was followed by ${seen}`);
      if (fence > seen) this.#setMeta('publisher', String(fence));
      const rows = this.#sql('SELECT arrival, body FROM commits WHERE position IS NULL ORDER BY arrival LIMIT ?').all(
        limit,
      );
      const first = this.#lastPosition() + 1;
      return rows.map(({ arrival, body }, index) => {
        this.#sql('UPDATE commits SET position = ? WHERE arrival = ?').run(first + index, arrival ?? null);
        return { ...storedCommit(body), position: first + index };
      });
    });
  }

  async published(afterPosition: number, limit: number): Promise<readonly PublishedCommit[]> {
    const rows = this.#sql('SELECT position, body FROM commits WHERE position > ? ORDER BY position LIMIT ?').all(
      afterPosition,
      limit,
    );
    return rows.map(({ position, body }) => ({ ...storedCommit(body), position: Number(position) }));
  }

  async head(): Promise<Head> {
    return { epoch: this.#epoch, position: this.#lastPosition() };
  }

  async close(): Promise<void> {
    this.#statements.clear();
    this.#database.close();
  }

  #migrate(newEpoch: string): void {
    const version = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version > tablesVersion) {
      throw new Error(`the state store is of version ${version}; this program knows ${tablesVersion} at most`);
    }
    if (version > 0) return;
    this.#transaction(() => {
      this.#database.exec(tables);
      this.#database.exec(`PRAGMA user_version = ${tablesVersion}`);
      this.#setMeta('epoch', newEpoch);
    });
  }

  /** Only with the condition its index is of use. */
  #lastPosition(): number {
    return Number(
      this.#sql('SELECT coalesce(max(position), 0) AS last FROM commits WHERE position IS NOT NULL').get()?.['last'] ??
        0,
    );
  }

  #meta(key: string): string | undefined {
    const value = this.#sql('SELECT value FROM meta WHERE key = ?').get(key)?.['value'];
    return typeof value === 'string' ? value : undefined;
  }

  #setMeta(key: string, value: string): void {
    this.#sql('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
      key,
      value,
    );
  }

  #sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    const prepared = this.#database.prepare(text);
    this.#statements.set(text, prepared);
    return prepared;
  }

  #transaction<Value>(work: () => Value): Value {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const value = work();
      this.#database.exec('COMMIT');
      return value;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function storedCommit(body: unknown): Commit {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this class writes these rows
  return JSON.parse(asText(body)) as Commit;
}

function storedSnapshot(body: unknown): Snapshot {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this class writes these rows
  return JSON.parse(asText(body)) as Snapshot;
}

function asText(body: unknown): string {
  if (typeof body === 'string') return body;
  throw new Error('a stored document is not text');
}
