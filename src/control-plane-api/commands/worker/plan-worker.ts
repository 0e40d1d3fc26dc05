import { nothing } from '@lcm/core/contracts/primitives';
import { PlanWorker } from '@lcm/core/contracts/worker';
import { ok } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { offered } from '../../application/template-changes.ts';
import type { Views } from '../../application/views.ts';
import { freeName } from '../../application/worker-names.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/** A seat for the calendar: it gets an instance only when somebody asks for it to run. Planning it twice is fine. */
export const planWorker = defineCommand({
  name: 'PlanWorker',
  summary: 'Plan a worker that the calendar will need',
  allow: 'fleet:plan',
  input: PlanWorker,
  output: nothing,
  async handle({ workerId: id, template: name, reason }, caller, { streams, views }: Deps) {
    const template = await offered(streams, name);
    if (!template.ok) return template;
    const changed = await streams.change(
      { aggregate: workers, id },
      { operation: 'PlanWorker', caller },
      (worker, at) => {
        if (worker) return ok([]);
        const seat = {
          id,
          name: freeName(views, { template: name, id }),
          template: name,
          spec: template.value.spec,
          origin: 'planned',
        } as const;
        return ok([{ type: 'WorkerCreated', ...seat, desired: 'stopped', reason, by: caller.actor.id, at }]);
      },
    );
    return written(changed, () => ({}));
  },
});
