import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { figureNames, type Sample, sampleSources, shareMs } from '../../domain/metrics/index.ts';
import type { WorkerId } from '../../domain/worker/index.ts';
import { type Instant, instant } from '../../kernel/index.ts';
import { type SampleHistoryQuery, type SampleStore, SampleStoreError } from '../../ports/sample-store/index.ts';

/** Columns are named as figures are, so that a new figure is one column more. */
const figures = figureNames.join(', ');
const means = figureNames.map((name) => `avg(${name}) AS ${name}`).join(', ');
const insertion = `
  INSERT OR REPLACE INTO samples (worker, source, at, ${figures})
  VALUES (?, ?, ?, ${figureNames.map(() => '?').join(', ')})`;
/** SQLite takes the other columns of the row that has the maximum: https://sqlite.org/lang_select.html#bareagg */
const newest = `SELECT source, max(at) AS at, ${figures} FROM samples WHERE worker = ? GROUP BY source`;
/** Numbers are bound as reals, whose division would keep the rest. */
const thinned = `
  SELECT source, max(at) AS at, ${means} FROM samples
  WHERE worker = ? AND at >= ? AND at < ? GROUP BY source, CAST(at - ? AS INTEGER) / CAST(? AS INTEGER) ORDER BY 2`;

/**
 * Samples that outlive the process: one SQLite file of one process, apart from the state's. A write does not wait for the
 * disk (`synchronous = NORMAL`): the file stays whole at a power cut, and what it lacks then was a few seconds of figures.
 */
export class SqliteSampleStore implements SampleStore {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
      CREATE TABLE IF NOT EXISTS samples (
        worker TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL,
        ${figureNames.map((name) => `${name} REAL`).join(', ')},
        PRIMARY KEY (worker, source, at)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS samples_at ON samples (at);
    `);
  }

  async append(samples: readonly Sample[]): Promise<void> {
    attempt(() => {
      const insert = this.#database.prepare(insertion);
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        for (const sample of samples) insert.run(sample.workerId, sample.source, sample.at, ...valuesOf(sample));
        this.#database.exec('COMMIT');
      } catch (error) {
        this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  async latest(workerId: WorkerId): Promise<readonly Sample[]> {
    return this.#read(workerId, newest, [workerId]);
  }

  async history({ workerId, ...wanted }: SampleHistoryQuery): Promise<readonly Sample[]> {
    const { from, until } = wanted;
    return this.#read(workerId, thinned, [workerId, from, until, from, shareMs(wanted)]);
  }

  async deleteBefore(at: Instant): Promise<void> {
    attempt(() => this.#database.prepare('DELETE FROM samples WHERE at < ?').run(at));
  }

  close(): void {
    this.#database.close();
  }

  #read(workerId: WorkerId, sql: string, values: (string | number)[]): readonly Sample[] {
    return attempt(() => this.#database.prepare(sql).all(...values)).map((row) => sampleOf(workerId, row));
  }
}

function valuesOf(sample: Sample): (number | null)[] {
  return figureNames.map((name) => sample[name] ?? null);
}

function sampleOf(workerId: WorkerId, row: Record<string, SQLOutputValue>): Sample {
  const source = sampleSources.find((one) => one === row['source']);
  if (source === undefined) throw new SampleStoreError('the file of the samples names a source that is unknown');
  const measured = figureNames.map((name) => [name, row[name]] as const).filter(([, value]) => value !== null);
  return { workerId, at: instant(Number(row['at'])), source, ...Object.fromEntries(measured) };
}

function attempt<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new SampleStoreError('the file of the samples did not answer', { cause: error });
  }
}
