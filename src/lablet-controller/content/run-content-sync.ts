import type { Clock } from '@lcm/core/kernel';
import { type SyncContentDeps, type SyncReport, syncContent } from './sync-content.ts';

export interface RunContentSyncDeps extends SyncContentDeps {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly onSynced?: ((report: SyncReport) => void) | undefined;
  readonly onFailed?: ((error: unknown) => void) | undefined;
}

const afterFailureMs = 10_000;

/** Syncs at once and then every so often, until `signal` aborts. A source that is away is asked again. */
export async function runContentSync(deps: RunContentSyncDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      deps.onSynced?.(await syncContent(deps));
      await deps.clock.sleep(deps.everyMs, signal);
    } catch (error) {
      deps.onFailed?.(error);
      await deps.clock.sleep(Math.min(deps.everyMs, afterFailureMs), signal);
    }
  }
}
