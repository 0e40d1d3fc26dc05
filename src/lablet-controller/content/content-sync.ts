import type { JobResult, JobWork } from '@lcm/core/reconcile';
import { type SyncContentDeps, type SyncReport, syncContent } from './sync-content.ts';

export interface ContentSyncDeps extends SyncContentDeps {
  readonly everyMs: number;
  readonly onSynced?: ((report: SyncReport) => void) | undefined;
  readonly onFailed?: ((error: unknown) => void) | undefined;
}

const retryMs = 10_000;

/** Publishes what is new, again and again. A source that is away is asked again soon. */
export function contentSync({ everyMs, onSynced, onFailed, ...deps }: ContentSyncDeps): JobWork {
  return {
    everyMs,
    retryMs: Math.min(everyMs, retryMs),
    eachTerm: true,
    run: async () => {
      try {
        const report = await syncContent(deps);
        onSynced?.(report);
        return resultOf(report);
      } catch (error) {
        onFailed?.(error);
        throw error;
      }
    },
  };
}

function resultOf({ published, unchanged, faults }: SyncReport): JobResult {
  const news = published.length > 0;
  const done = `${published.length} published, ${unchanged} unchanged`;
  if (faults.length === 0) return { summary: done, news };
  const words = faults.map(({ folder, message }) => `${folder}/${message}`).join('; ');
  return { summary: `${done}, ${faults.length} left out: ${words}`, news, outcome: 'failed' };
}
