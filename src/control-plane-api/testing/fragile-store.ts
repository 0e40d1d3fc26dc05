import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { type Commit, StateStoreError } from '@lcm/core/ports/state-store';

/** A store that dies right before or right after what a test names is written. */
export class FragileStore extends MemoryStateStore {
  failing: ((commit: Commit) => boolean) | undefined;

  override async append(commit: Commit): Promise<void> {
    if (this.failing?.(commit)) throw new StateStoreError('the disk is full');
    await super.append(commit);
  }
}
