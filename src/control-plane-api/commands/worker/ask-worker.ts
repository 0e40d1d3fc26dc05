import { nothing } from '@lcm/core/contracts/primitives';
import { AskWorker } from '@lcm/core/contracts/worker';
import { ask, askGently, rest } from '@lcm/core/domain/worker';
import { idleRuleOf, type PlacementSettings } from '@lcm/core/placement';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { placementNow } from '../../application/settings-now.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly settings: { readonly placement: PlacementSettings };
}

/** Asks for a worker to run or to stop, because the calendar says so; never to stop under a session, or under anybody. */
export const askWorker = defineCommand({
  name: 'AskWorker',
  summary: 'Ask for a worker to run or to stop, as the calendar needs',
  allow: 'worker:ask',
  input: AskWorker,
  output: nothing,
  async handle({ workerId: id, to, reason, cause }, caller, { streams, views, settings }: Deps) {
    const options = { aggregate: workers, id, operation: 'AskWorker', caller };
    const placement = placementNow(views, settings.placement);
    const changed = await changeExisting(streams, options, (worker, at) => {
      if (to === 'running')
        return ask(worker, to, {
          reason,
          at,
          ...(cause !== undefined && cause !== 'idle' && { cause: { kind: cause } }),
        });
      if (cause === 'idle') return rest(worker, idleRuleOf(worker, placement), { reason, at, by: caller.actor.name });
      return askGently(worker, to, { reason, at });
    });
    return written(changed, () => ({}));
  },
});
