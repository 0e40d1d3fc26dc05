import { type Commit, ConflictError } from '../../ports/state-store/index.ts';

interface Waiting {
  readonly commit: Commit;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** More in one go would keep everybody else waiting for them. */
const most = 200;

/** Commits that come in the same turn become durable together: the disk is waited for once, and each has its own answer. */
export class GroupCommit {
  readonly #append: (commits: readonly Commit[]) => readonly boolean[];
  #waiting: Waiting[] = [];

  /** @param append all or none; answers which of them came first on their streams */
  constructor(append: (commits: readonly Commit[]) => readonly boolean[]) {
    this.#append = append;
  }

  async add(commit: Commit): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ commit, done, failed });
      if (this.#waiting.length === 1) queueMicrotask(() => this.#flush());
      else if (this.#waiting.length === most) this.#flush();
    });
  }

  #flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    try {
      const isFirst = this.#append(group.map(({ commit }) => commit));
      for (const [index, { commit, done, failed }] of group.entries()) {
        if (isFirst[index]) done();
        else failed(new ConflictError(`${commit.stream} is not at version ${commit.version - 1}`));
      }
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }
}
