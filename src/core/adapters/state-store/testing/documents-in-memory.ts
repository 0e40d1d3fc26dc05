import type {
  ClaimDocument,
  CommitDocument,
  Documents,
  IdentityDocument,
  Place,
  SnapshotDocument,
} from '../mongo-documents.ts';

/**
 * A server's documents as several processes have them. Like a server's, a scan is no picture of one moment: others have
 * their turn before each document that it comes to, and before and after every single write.
 */
export class DocumentsInMemory {
  readonly commits = new Map<string, CommitDocument>();
  readonly claims = new Map<number, ClaimDocument>();
  readonly snapshots = new Map<string, SnapshotDocument>();
  identity: IdentityDocument | undefined;

  /** @param turn awaited before each step; throwing there is a crash, or an answer that was lost */
  connect(turn: () => Promise<void> = async () => undefined): Documents {
    return new ProcessDocuments(this, turn);
  }
}

const arrivalKey = ({ id, arrival }: CommitDocument): string => `${String(arrival).padStart(16, '0')} ${id}`;

class ProcessDocuments implements Documents {
  readonly #server: DocumentsInMemory;
  readonly #turn: () => Promise<void>;

  constructor(server: DocumentsInMemory, turn: () => Promise<void>) {
    this.#server = server;
    this.#turn = turn;
  }

  insertCommit(document: CommitDocument): Promise<boolean> {
    return this.#insert(this.#server.commits, document);
  }

  insertClaim(document: ClaimDocument): Promise<boolean> {
    return this.#insert(this.#server.claims, document);
  }

  identity(offered: IdentityDocument): Promise<IdentityDocument> {
    return this.#step(() => (this.#server.identity ??= offered));
  }

  prepare(): Promise<void> {
    return this.#step(() => undefined);
  }

  commit(id: string): Promise<CommitDocument | undefined> {
    return this.#step(() => this.#server.commits.get(id));
  }

  async stream(name: string, afterVersion: number): Promise<readonly CommitDocument[]> {
    const found = await this.#scanAll(({ stream, version }) => stream === name && version > afterVersion);
    return found.toSorted((one, two) => one.version - two.version);
  }

  /** As by an index: from key to key, so that nothing is seen that comes before where the scan is. */
  async unpublished(limit: number): Promise<readonly CommitDocument[]> {
    const found: CommitDocument[] = [];
    let passed = '';
    while (found.length < limit) {
      await this.#turn();
      const next = this.#nextUnpublished(passed);
      if (!next) break;
      found.push(next);
      passed = arrivalKey(next);
    }
    return found;
  }

  countUnpublished(ids: readonly string[]): Promise<number> {
    return this.#step(() => ids.filter((id) => this.#server.commits.get(id)?.position === null).length);
  }

  async place(places: readonly Place[]): Promise<void> {
    for (const { id, position } of places) await this.#step(() => this.#write(id, position));
  }

  async placed(afterPosition: number, limit: number): Promise<readonly CommitDocument[]> {
    const found = await this.#scanAll(({ position }) => (position ?? 0) > afterPosition);
    return found.toSorted((one, two) => (one.position ?? 0) - (two.position ?? 0)).slice(0, limit);
  }

  lastPosition(): Promise<number> {
    return this.#step(() => Math.max(0, ...[...this.#server.commits.values()].map(({ position }) => position ?? 0)));
  }

  lastClaim(): Promise<ClaimDocument | undefined> {
    return this.#step(() => this.#server.claims.get(this.#server.claims.size));
  }

  snapshot(stream: string): Promise<SnapshotDocument | undefined> {
    return this.#step(() => this.#server.snapshots.get(stream));
  }

  saveSnapshot(document: SnapshotDocument): Promise<void> {
    const { snapshots } = this.#server;
    return this.#step(() => {
      if ((snapshots.get(document.id)?.version ?? 0) < document.version) snapshots.set(document.id, document);
    });
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  async #step<Answer>(answer: () => Answer): Promise<Answer> {
    await this.#turn();
    const answered = answer();
    await this.#turn();
    return answered;
  }

  #insert<Id, Document extends { readonly id: Id }>(into: Map<Id, Document>, document: Document): Promise<boolean> {
    return this.#step(() => {
      if (into.has(document.id)) return false;
      into.set(document.id, document);
      return true;
    });
  }

  #write(id: string, position: number): void {
    const document = this.#server.commits.get(id);
    if (!document) throw new Error(`${id} has a position, but is not there`);
    if (document.position !== null && document.position !== position) {
      throw new Error(`${id} has position ${document.position}, and is given ${position}`);
    }
    this.#server.commits.set(id, { ...document, position });
  }

  #nextUnpublished(passed: string): CommitDocument | undefined {
    return [...this.#server.commits.values()]
      .filter((document) => document.position === null && arrivalKey(document) > passed)
      .toSorted((one, two) => (arrivalKey(one) < arrivalKey(two) ? -1 : 1))[0];
  }

  /** As without an index: one after the other in the order in which they came, each as it is when it is looked at. */
  async #scanAll(matches: (document: CommitDocument) => boolean): Promise<readonly CommitDocument[]> {
    const found: CommitDocument[] = [];
    for (const id of this.#server.commits.keys()) {
      await this.#turn();
      const document = this.#server.commits.get(id);
      if (document && matches(document)) found.push(document);
    }
    return found;
  }
}
