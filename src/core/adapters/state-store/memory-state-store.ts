import {
  type Commit,
  ConflictError,
  type Head,
  type PublishedCommit,
  type Snapshot,
  type StateStore,
  SupersededError,
} from '../../ports/state-store/index.ts';

/** Everything in memory, for tests and the simulation. It outlives the processes that use it there: nothing is lost but itself. */
export class MemoryStateStore implements StateStore {
  readonly #epoch: string;
  readonly #streams = new Map<string, Commit[]>();
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #published: PublishedCommit[] = [];
  #unpublished: Commit[] = [];
  #fence = 0;

  constructor(epoch = 'memory') {
    this.#epoch = epoch;
  }

  async append(commit: Commit): Promise<void> {
    const stream = this.#streams.get(commit.stream) ?? [];
    if (stream.length + 1 !== commit.version) {
      throw new ConflictError(`${commit.stream} is at version ${stream.length}, not ${commit.version - 1}`);
    }
    const kept = frozenCopy(commit);
    stream.push(kept);
    this.#streams.set(commit.stream, stream);
    this.#unpublished.push(kept);
  }

  async read(stream: string, version: number): Promise<readonly Commit[]> {
    return (this.#streams.get(stream) ?? []).slice(version);
  }

  async snapshot(stream: string): Promise<Snapshot | undefined> {
    return this.#snapshots.get(stream);
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    const known = this.#snapshots.get(snapshot.stream);
    if (known === undefined || known.version < snapshot.version)
      this.#snapshots.set(snapshot.stream, frozenCopy(snapshot));
  }

  async publish(fence: number, limit: number): Promise<readonly PublishedCommit[]> {
    if (fence < this.#fence) throw new SupersededError(`publisher ${fence} was followed by ${this.#fence}`);
    this.#fence = fence;
    const first = this.#published.length + 1;
    const fresh = this.#unpublished.slice(0, limit).map((commit, index) => ({ ...commit, position: first + index }));
    this.#unpublished = this.#unpublished.slice(limit);
    this.#published.push(...fresh);
    return fresh;
  }

  async published(afterPosition: number, limit: number): Promise<readonly PublishedCommit[]> {
    return this.#published.slice(afterPosition, afterPosition + limit);
  }

  async head(): Promise<Head> {
    return { epoch: this.#epoch, position: this.#published.length };
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}

/** What went through JSON, as it would have to reach any other store. */
function frozenCopy<Value>(value: Value): Value {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON of a JSON value is that value
  return JSON.parse(JSON.stringify(value)) as Value;
}
