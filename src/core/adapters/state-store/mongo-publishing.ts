import { StateStoreError, SupersededError } from '../../ports/state-store/index.ts';
import { type ClaimDocument, type CommitDocument, commitId, type Documents, type Place } from './mongo-documents.ts';

/** Losing a race means that somebody else has published; nobody loses that often while the store is well. */
const attempts = 100;

const none: ClaimDocument = { id: 0, fence: 0, after: 0, commits: [] };

export interface Placed extends Place {
  readonly document: CommitDocument;
}

/**
 * Gives positions to commits (docs/adr/0013). Claims are numbered, and inserting the next number is all that decides:
 * whoever is second looks again. A claim is inserted only after the one before it is written into its commits, so
 * whatever a crash leaves behind is the last claim, and the next publisher finishes that.
 */
export class MongoPublishing {
  readonly #documents: Documents;
  /** The last claim known here, written into its commits. When it is no longer the last, the next insertion says so. */
  #last: ClaimDocument | undefined;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async publish(fence: number, limit: number): Promise<readonly Placed[]> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const placed = await this.#attempt(fence, limit);
      if (placed) return placed;
      await this.#look();
    }
    throw new StateStoreError(`other publishers were first ${attempts} times`);
  }

  /** Undefined when somebody else was first, or something was missed. */
  async #attempt(fence: number, limit: number): Promise<readonly Placed[] | undefined> {
    const last = this.#last ?? (await this.#look());
    if (fence < last.fence) throw new SupersededError(`publisher ${fence} was followed by ${last.fence}`);
    const waiting = await this.#waiting(limit);
    if (!waiting) return undefined;
    // An empty claim still tells earlier publishers that they were followed.
    if (waiting.length === 0 && last.fence === fence) return [];
    const claim = claimOf(waiting, { last, fence });
    if (!(await this.#documents.insertClaim(claim))) return undefined;
    await this.#finish(claim);
    return waiting.map((document, index) => ({ document, ...placeAt(claim, index, document.id) }));
  }

  async #look(): Promise<ClaimDocument> {
    const last = await this.#documents.lastClaim();
    if (last) await this.#finish(last);
    return last ?? none;
  }

  /** Whoever does this again, or late, writes what is there already. */
  async #finish(claim: ClaimDocument): Promise<void> {
    if (claim.id === this.#last?.id) return;
    await this.#documents.place(claim.commits.map((id, index) => placeAt(claim, index, id)));
    this.#last = claim;
  }

  /** What has no position, each stream in the order of its versions. Undefined when something was missed. */
  async #waiting(limit: number): Promise<readonly CommitDocument[] | undefined> {
    const found = await this.#documents.unpublished(limit);
    const ids = new Set(found.map(({ id }) => id));
    const before = found
      .filter(({ followsPublished }) => !followsPublished)
      .map(({ stream, version }) => commitId(stream, version - 1))
      .filter((id) => !ids.has(id));
    // A scan that passed a place before a commit came there has missed it, and may have seen the one that follows it.
    const missed = before.length > 0 && (await this.#documents.countUnpublished(before)) > 0;
    return missed ? undefined : found;
  }
}

function placeAt({ after }: ClaimDocument, index: number, id: string): Place {
  return { id, position: after + index + 1 };
}

function claimOf(
  waiting: readonly CommitDocument[],
  { last, fence }: { last: ClaimDocument; fence: number },
): ClaimDocument {
  return {
    id: last.id + 1,
    fence,
    after: last.after + last.commits.length,
    commits: waiting.map(({ id }) => id),
  };
}
