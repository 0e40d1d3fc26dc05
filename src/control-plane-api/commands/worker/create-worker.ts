import { CreateWorker, WorkerView } from '@lcm/core/contracts/worker';
import { WorkerId } from '@lcm/core/domain/worker';
import { ok, type Random, reject } from '@lcm/core/kernel';
import { templates, workers } from '../../application/aggregates.ts';
import { unknown, written } from '../../application/change.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Turns } from '../../application/turns.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';
import { freeName, isNameTaken } from '../../application/worker-names.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly turns: Turns;
  readonly random: Random;
}

/** A new worker of a template's shape, to be running as soon as EC2 and CML allow. */
export const createWorker = defineCommand({
  name: 'CreateWorker',
  summary: 'Create a worker from a template and start it',
  allow: 'worker:manage',
  input: CreateWorker,
  output: WorkerView,
  async handle({ name: given, template: templateName, region }, caller, { streams, views, turns, random }: Deps) {
    const { state: template } = await streams.load(templates, templateName);
    if (template === undefined) return reject(unknown('template', templateName));
    if (!template.enabled) {
      return reject({ code: 'template.disabled', message: `The template ${templateName} is switched off.` });
    }
    const id = WorkerId.next(random);
    const spec = { ...template.spec, region: region ?? template.spec.region };
    const seat = { id, template: templateName, spec, origin: 'created', desired: 'running' } as const;
    const changed = await turns.take('worker-names', async () => {
      if (given !== undefined && isNameTaken(views, given)) return reject(nameTaken(given));
      const name = given ?? freeName(views, seat);
      const reason = `created by ${caller.actor.name}`;
      return streams.change({ aggregate: workers, id }, { operation: 'CreateWorker', caller }, (_, at) =>
        ok([{ type: 'WorkerCreated', ...seat, name, reason, by: caller.actor.id, at }]),
      );
    });
    return written(changed, viewOf.worker);
  },
});

function nameTaken(name: string): Rejection {
  return { code: 'worker.name-taken', message: `There is a worker ${name} already. Choose another name.` };
}
