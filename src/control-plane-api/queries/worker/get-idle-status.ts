import { IdleStatus, OfWorker } from '@lcm/core/contracts/worker';
import { idlenessOf, useInWords } from '@lcm/core/domain/worker';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import { idleRuleOf, type PlacementSettings } from '@lcm/core/placement';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { placementNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
  readonly settings: { readonly placement: PlacementSettings };
}

/** By the rule that the scheduler decides by. */
export const getIdleStatus = defineQuery({
  name: 'GetIdleStatus',
  summary: 'Whether a worker is idle, when it is stopped, and what keeps it up',
  allow: 'worker:read',
  input: OfWorker,
  output: IdleStatus,
  async handle({ workerId: id }, _caller, { views, clock, settings }: Deps) {
    const item = views.get('worker', id);
    if (item === undefined) return reject(unknown('worker', id));
    const now = clock.now();
    const placement = placementNow(views, settings.placement);
    const found = idlenessOf(item.state, idleRuleOf(placement), now);
    return ok({
      idle: found.idle,
      stopsAt: found.idle ? now : found.stopsAt,
      because: found.idle ? [] : found.because.map((use) => ({ why: use.why, words: useInWords(use) })),
      idleTimeoutMinutes: placement.idleMs / 60_000,
    });
  },
});
