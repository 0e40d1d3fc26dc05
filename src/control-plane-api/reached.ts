import { NotNowError } from '@lcm/core/adapters/process/main-process';
import { SampleStoreError } from '@lcm/core/ports/sample-store';
import { SessionStoreError } from '@lcm/core/ports/session-store';
import { StateStoreError } from '@lcm/core/ports/state-store';

/** A store that is away at the start may be there when we are started again. @throws NotNowError when it is away */
export async function reached<Store>(opening: Promise<Store>): Promise<Store> {
  try {
    return await opening;
  } catch (error) {
    const isAway = [StateStoreError, SampleStoreError, SessionStoreError].some((kind) => error instanceof kind);
    throw isAway && error instanceof Error ? new NotNowError(error.message, { cause: error }) : error;
  }
}
