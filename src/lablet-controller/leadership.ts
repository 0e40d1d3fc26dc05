import type { Fence } from '@lcm/core/contracts/primitives';

/** Whether we lead, and as whom. */
export interface Leadership {
  readonly fence: () => Fence;
  /** Asked right before an effect that cannot be undone: false once the lease may have run out. */
  readonly mayAct: () => boolean;
}
