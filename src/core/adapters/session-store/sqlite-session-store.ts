import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock, Instant } from '../../kernel/index.ts';
import { type SessionStore, SessionStoreError } from '../../ports/session-store/index.ts';

/** Sessions that outlive the process: one SQLite file of one process. */
export class SqliteSessionStore implements SessionStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;

  constructor(path: string, clock: Clock) {
    this.#clock = clock;
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
      CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, sealed TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS sessions_until ON sessions (until);
    `);
  }

  async create(key: string, sealed: string, until: Instant): Promise<void> {
    this.#run('DELETE FROM sessions WHERE until <= ?', [this.#clock.now()]);
    this.#run('INSERT OR REPLACE INTO sessions (key, sealed, until) VALUES (?, ?, ?)', [key, sealed, until]);
  }

  async get(key: string): Promise<string | undefined> {
    const row = attempt(() =>
      this.#database.prepare('SELECT sealed FROM sessions WHERE key = ? AND until > ?').get(key, this.#clock.now()),
    );
    return typeof row?.['sealed'] === 'string' ? row['sealed'] : undefined;
  }

  async replace(key: string, sealed: string, until: Instant): Promise<boolean> {
    const now = this.#clock.now();
    return this.#run('UPDATE sessions SET sealed = ?, until = ? WHERE key = ? AND until > ?', [
      sealed,
      until,
      key,
      now,
    ]);
  }

  async delete(key: string): Promise<void> {
    this.#run('DELETE FROM sessions WHERE key = ?', [key]);
  }

  close(): void {
    this.#database.close();
  }

  #run(sql: string, values: (string | number)[]): boolean {
    return attempt(() => this.#database.prepare(sql).run(...values).changes > 0);
  }
}

function attempt<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new SessionStoreError('the file of the sessions did not answer', { cause: error });
  }
}
