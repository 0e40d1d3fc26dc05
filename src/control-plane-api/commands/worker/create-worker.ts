import { CreateWorker, WorkerView } from '@lcm/core/contracts/worker';
import { WorkerId } from '@lcm/core/domain/worker';
import { ok, type Random, reject } from '@lcm/core/kernel';
import { templates, workers } from '../../application/aggregates.ts';
import { unknown, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
  readonly random: Random;
}

/** A new worker of a template's shape, to be running as soon as EC2 and CML allow. */
export const createWorker = defineCommand({
  name: 'CreateWorker',
  summary: 'Create a worker from a template and start it',
  allow: 'worker:manage',
  input: CreateWorker,
  output: WorkerView,
  async handle({ name, template: templateName, region }, caller, { streams, random }: Deps) {
    const { state: template } = await streams.load(templates, templateName);
    if (template === undefined) return reject(unknown('template', templateName));
    if (!template.enabled) {
      return reject({ code: 'template.disabled', message: `The template ${templateName} is switched off.` });
    }
    const id = WorkerId.next(random);
    const spec = { ...template.spec, region: region ?? template.spec.region };
    const changed = await streams.change({ aggregate: workers, id }, { operation: 'CreateWorker', caller }, (_, at) =>
      ok([
        {
          type: 'WorkerCreated',
          id,
          name: name ?? `${templateName}-${id.slice(-4)}`,
          template: templateName,
          spec,
          origin: 'created',
          desired: 'running',
          reason: `created by ${caller.actor.name}`,
          by: caller.actor.id,
          at,
        },
      ]),
    );
    return written(changed, viewOf.worker);
  },
});
