import { nothing } from '@lcm/core/contracts/primitives';
import { RetentionPreview } from '@lcm/core/contracts/worker-looks';
import { isEvidenceDue } from '@lcm/core/domain/session';
import { endedBefore } from '@lcm/core/domain/worker';
import { type Clock, ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

/** The jobs go by the same rules. */
export const previewRetention = defineQuery({
  name: 'PreviewRetention',
  summary: 'What the retention jobs would take off the lists and delete now; nothing is changed',
  allow: 'system:read',
  input: nothing,
  output: RetentionPreview,
  async handle(_input, _caller, { views, clock }: Deps) {
    const { 'retention.endedWorkersDays': endedWorkersDays, 'retention.evidenceDays': evidenceDays } =
      settingsNow(views);
    const all = views.list('worker').map(({ state }) => state);
    const due = endedBefore(all, endedWorkersDays, clock.now());
    return ok({
      endedWorkersDays,
      evidenceDays,
      sessions: views.list('session').filter(({ state }) => isEvidenceDue(state, evidenceDays, clock.now())).length,
      workers: due.map(({ id, name, statusSince }) => ({ id, name, endedAt: statusSince })),
    });
  },
});
