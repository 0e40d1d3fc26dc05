import { CreateWorker } from '@lcm/core/contracts/new-worker';
import { WorkerView } from '@lcm/core/contracts/worker';
import { completeSpec, specIn, type WorkerSpec } from '@lcm/core/domain/worker';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { addWorker, type NewWorkerDeps } from '../../application/add-worker.ts';
import { written } from '../../application/change.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { invalid, offered } from '../../application/template-changes.ts';
import { viewOf } from '../../application/view-of.ts';

/** A new worker of a template's shape or of one by hand, to be running as soon as EC2 and CML allow. */
export const createWorker = defineCommand({
  name: 'CreateWorker',
  summary: 'Create a worker from a template, or by hand, and start it',
  allow: 'worker:manage',
  input: CreateWorker,
  output: WorkerView,
  async handle({ name, ...asked }, caller, deps: NewWorkerDeps) {
    const made = await madeOf(asked, deps.streams);
    if (!made.ok) return made;
    const reason = `created by ${caller.actor.name}`;
    const seat = { ...made.value, origin: 'created', name, reason } as const;
    return written(await addWorker(seat, { operation: 'CreateWorker', caller }, deps), viewOf.worker);
  },
});

type Asked = Omit<CreateWorker, 'name'>;
type MadeOf = Result<{ readonly template: string; readonly spec: WorkerSpec }, Rejection>;

async function madeOf({ template, region, spec }: Asked, streams: Streams): Promise<MadeOf> {
  if (template !== undefined && spec === undefined) return ofTemplate(template, region, streams);
  if (spec !== undefined && template === undefined && region === undefined) return byHand(spec);
  const message = 'say either a template, and perhaps another region, or the spec of a worker by hand';
  return reject(invalid('worker.invalid', [{ field: 'template', message }]));
}

async function ofTemplate(template: string, region: string | undefined, streams: Streams): Promise<MadeOf> {
  const found = await offered(streams, template);
  return found.ok ? ok({ template, spec: specIn(found.value.spec, region) }) : found;
}

function byHand({ imageId, imageName, cmlVersion, ...draft }: NonNullable<Asked['spec']>): MadeOf {
  const images = [imageId, imageName, cmlVersion && `cml-${cmlVersion}*`].filter((image) => image !== undefined);
  const [image] = images;
  if (image === undefined || images.length > 1) {
    const message = 'say one image: by its id, by a pattern of names, or by the version of CML';
    return reject(invalid('worker.invalid', [{ field: 'spec.imageName', message }]));
  }
  const spec = completeSpec({ ...draft, imageId, imageName: image });
  if (spec.ok) return ok({ template: '', spec: spec.value });
  return reject(
    invalid(
      'worker.invalid',
      spec.rejection.map((each) => ({ ...each, field: `spec.${each.field}` })),
    ),
  );
}
