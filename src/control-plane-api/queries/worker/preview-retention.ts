import { nothing } from '@lcm/core/contracts/primitives';
import { RetentionPreview } from '@lcm/core/contracts/worker-looks';
import { endedBefore } from '@lcm/core/domain/worker';
import { type Clock, ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

/** The job goes by the same rule. */
export const previewRetention = defineQuery({
  name: 'PreviewRetention',
  summary: 'What the retention job would take off the lists now; nothing is changed',
  allow: 'system:read',
  input: nothing,
  output: RetentionPreview,
  async handle(_input, _caller, { views, clock }: Deps) {
    const endedWorkersDays = settingsNow(views)['retention.endedWorkersDays'];
    const all = views.list('worker').map(({ state }) => state);
    const due = endedBefore(all, endedWorkersDays, clock.now());
    return ok({
      endedWorkersDays,
      workers: due.map(({ id, name, statusSince }) => ({ id, name, endedAt: statusSince })),
    });
  },
});
