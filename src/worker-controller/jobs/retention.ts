import { effectiveSettings, settingsId } from '@lcm/core/domain/settings';
import { endedBefore } from '@lcm/core/domain/worker';
import type { Clock } from '@lcm/core/kernel';
import type { ControlPlane, SendOptions } from '@lcm/core/ports/control-plane';
import type { JobResult } from '@lcm/core/reconcile';

export interface RetentionDeps {
  readonly controlPlane: ControlPlane;
  readonly clock: Clock;
  readonly fence: () => SendOptions['fence'];
}

/** Takes the records of workers that ended long ago off the lists. Who has gone already is no trouble. */
export async function retain({ controlPlane, clock, fence }: RetentionDeps, signal: AbortSignal): Promise<JobResult> {
  const settings = effectiveSettings(await controlPlane.get('settings', settingsId));
  const days = settings['retention.endedWorkersDays'];
  const due = endedBefore(await controlPlane.list('worker'), days, clock.now());
  const gone: string[] = [];
  for (const { id, name } of due) {
    if (signal.aborted) throw new Error(`stopped after ${gone.length} of ${due.length} records`);
    const reason = `it ended more than ${days} days ago`;
    const told = await controlPlane.send(
      'ForgetWorker',
      { workerId: id, reason },
      { fence: fence(), correlationId: 'job/retention' },
    );
    if (told.ok) gone.push(name);
  }
  const words = gone.length === 0 ? 'nothing' : `${gone.length} (${gone.join(', ')})`;
  return { summary: `ended more than ${days} days ago: ${words}`, news: gone.length > 0 };
}
