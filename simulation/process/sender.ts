import { AsyncLocalStorage } from 'node:async_hooks';
import type { Fence } from '@lcm/core/contracts/primitives';

/** Which process sent the command that is being handled, and as which leader: what the product was told is not asked. */
export interface Sender {
  readonly process: string;
  readonly fence: Fence | undefined;
}

export const sender = new AsyncLocalStorage<Sender>();
