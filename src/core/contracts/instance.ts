import * as z from 'zod';
import { FoundInstanceId, foundInstanceStatuses, instanceStates, suspicionKinds } from '../domain/instance/index.ts';
import { WorkerId } from '../domain/worker/index.ts';
import { at, count, id, reason, words } from './primitives.ts';
import { regionName, WorkerSpec } from './worker.ts';

const instanceId = z
  .string()
  .regex(/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, { error: 'not an instance id like i-0123456789abcdef0' })
  .meta({ examples: ['i-0123456789abcdef0'] });

const Facts = z.object({
  instanceType: z.string(),
  imageId: z.string(),
  imageName: z.string().optional(),
  state: z.enum(instanceStates),
  publicIp: z.string().optional(),
  privateIp: z.string().optional(),
  launchedAt: at,
  token: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});

const Suspicion = z
  .object({ kind: z.enum(suspicionKinds), because: z.string() })
  .meta({ description: '`foreign` looks like a CML host; `ours-orphaned` carries our marks, and no worker has it' });

const origin = z.enum(['imported', 'discovered']);

/** An instance in the cloud that looks like a CML host and is no worker's. */
export const FoundInstanceView = z
  .object({
    id: id(FoundInstanceId),
    version: count,
    region: z.string(),
    instanceId: z.string(),
    status: z.enum(foundInstanceStatuses),
    statusSince: at,
    reason: z.string(),
    decidedBy: z.string().optional(),
    facts: Facts.optional().meta({ description: 'Absent while it is only looked for' }),
    suspicion: Suspicion.optional(),
    wish: z
      .object({
        template: z.string().optional(),
        name: z.string().optional(),
        origin,
        reason: z.string(),
        by: z.string(),
      })
      .optional(),
    adoption: z
      .object({ workerId: id(WorkerId), name: z.string(), template: z.string(), spec: WorkerSpec, origin })
      .optional(),
    adoptions: count,
    foundAt: at,
  })
  .meta({ id: 'FoundInstance' });
export type FoundInstanceView = z.output<typeof FoundInstanceView>;
export const FoundInstanceViews = z.object({ items: z.array(FoundInstanceView) });

const foundId = id(FoundInstanceId);

export const OfFoundInstance = z.strictObject({ foundId });

const templateName = z
  .string()
  .min(1)
  .optional()
  .meta({ description: 'Says what the worker holds; left out: one of its instance type', examples: ['metal'] });

const workerName = words(64).optional();

export const AdoptInstance = z.strictObject({
  foundId,
  template: templateName,
  name: workerName.meta({ examples: ['exam-room-1'] }),
  reason: reason.optional(),
});
export const TerminateInstance = z.strictObject({ foundId, reason });
export const DecideOnInstance = z.strictObject({ foundId, reason: reason.optional() });

/** One by its id, or whatever is made of an image. */
export const ImportWorkers = z
  .strictObject({
    region: regionName,
    instanceId: instanceId.optional(),
    imageId: z
      .string()
      .regex(/^ami-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, { error: 'not an image id like ami-0123456789abcdef0' })
      .optional(),
    imageName: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .meta({ description: 'As EC2 filters take it: * is any text, ? any character', examples: ['cml-2.9*'] }),
    all: z.boolean().default(false).meta({ description: 'Take every instance that matches, not just an only one' }),
    template: templateName,
    name: workerName.meta({ description: 'Of the worker; only for one by its id' }),
    reason: reason.optional(),
  })
  .refine(
    (asked) => [asked.instanceId, asked.imageId, asked.imageName].filter((each) => each !== undefined).length === 1,
    {
      error: 'give one of instanceId, imageId and imageName',
    },
  )
  .refine(({ name, instanceId: one }) => name === undefined || one !== undefined, {
    error: 'a name goes with an instanceId only',
    path: ['name'],
  });
export type ImportWorkers = z.output<typeof ImportWorkers>;

export const ImportedInstance = z.object({
  foundId,
  region: z.string(),
  instanceId: z.string(),
  outcome: z
    .enum(['adopted', 'sought', 'refused'])
    .meta({ description: '`sought`: nobody has seen it yet, it is adopted when it is there' }),
  workerId: id(WorkerId).optional(),
  workerName: z.string().optional(),
  message: z.string(),
});
export type ImportedInstance = z.output<typeof ImportedInstance>;
export const ImportedInstances = z.object({ items: z.array(ImportedInstance) });

/** What a look at a region found of instances that no worker has, and which of the known ones are no longer among them. */
export const ReportInstances = z.strictObject({
  region: z.string(),
  instances: z.array(z.strictObject({ instanceId, facts: Facts, suspicion: Suspicion })),
  gone: z.array(z.strictObject({ instanceId, reason: z.string() })),
});
/** Makes the worker of an instance that was adopted, where that was not finished. */
export const SettleAdoption = z.strictObject({ foundId });
