import { DatabaseSync } from 'node:sqlite';
import type { KeyValue } from '../../ports/coordination/index.ts';
import type { CoordinationJournal } from './embedded-coordination.ts';
import type { Commit } from './mvcc.ts';

/** Opens, or creates, the file that an embedded coordination store lives in. One process at a time. */
export function openSqliteJournal(file: string): CoordinationJournal {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA locking_mode=EXCLUSIVE; PRAGMA busy_timeout=2000',
  );
  database.exec(`
    CREATE TABLE IF NOT EXISTS store (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS item (
      key TEXT PRIMARY KEY, value TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO store VALUES (1, 0);
  `);
  return { load: () => load(database), write: writer(database), close: () => database.close() };
}

function load(database: DatabaseSync): { revision: number; items: KeyValue[] } {
  // One higher at every opening: leased keys have ended, and whoever watched must hear of it by listing again.
  const { revision } = database.prepare('UPDATE store SET revision = revision + 1 RETURNING revision').get() ?? {};
  const rows = database.prepare('SELECT key, value, created, modified FROM item').all();
  return { revision: Number(revision), items: rows.map(toItem) };
}

function toItem(row: Readonly<Record<string, unknown>>): KeyValue {
  const { key, value, created, modified } = row;
  return { key: String(key), value: String(value), createRevision: Number(created), modRevision: Number(modified) };
}

function writer(database: DatabaseSync): (commit: Commit) => void {
  const advance = database.prepare('UPDATE store SET revision = ?');
  const keep = database.prepare('INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)');
  const drop = database.prepare('DELETE FROM item WHERE key = ?');
  const write = ({ revision, effects }: Commit): void => {
    advance.run(revision);
    for (const { key, item, leased } of effects) {
      // A leased key does not outlive the process, and must not uncover what was there before it.
      if (item === undefined || leased) drop.run(key);
      else keep.run(key, item.value, item.createRevision, item.modRevision);
    }
  };
  return (commit) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      write(commit);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
}
