import * as z from 'zod';
import { SnapshotId, snapshotOrigins, snapshotStates } from '../domain/snapshot/index.ts';
import { WorkerId } from '../domain/worker/index.ts';
import { CreateWorker } from './new-worker.ts';
import { at, count, id, reason } from './primitives.ts';
import { SnapshotPolicy, WorkerSpec } from './worker.ts';

const Source = z
  .object({
    id: id(WorkerId),
    name: z.string(),
    launch: z.int().positive(),
    instanceId: z.string(),
    running: z.boolean().meta({ description: 'Then its disk is kept as after a power cut' }),
    template: z.string(),
    spec: WorkerSpec,
    cmlVersion: z.string().optional(),
    labs: count.optional(),
  })
  .meta({ description: 'The worker as it was when the snapshot was asked for' });

const Cloud = z.object({
  id: z.string().meta({ examples: ['snap-0123456789abcdef0'] }),
  volumeId: z.string(),
  sizeGiB: z.number().nonnegative(),
  encrypted: z.boolean(),
  startedAt: at.meta({ description: 'The disk is kept as it was at this moment' }),
});

export const SnapshotView = z
  .object({
    id: id(SnapshotId),
    version: count,
    worker: Source,
    description: z.string(),
    origin: z.enum(snapshotOrigins),
    purpose: z.string(),
    requestedBy: z.string(),
    requestedAt: at,
    state: z.enum(snapshotStates),
    stateSince: at,
    reason: z.string(),
    cloud: Cloud.optional().meta({ description: 'As EC2 has it; absent until it has begun' }),
    completedAt: at.optional(),
    imageId: z.string().optional().meta({ description: 'What a restored worker starts from' }),
    monthUsd: z.number().optional().meta({ description: 'What it costs a month at most, by list price' }),
    percent: z.number().min(0).max(100).optional().meta({
      description: 'How much is copied, while it is; measured, so that it is in no history and not on the stream',
    }),
  })
  .meta({ id: 'Snapshot' });
export type SnapshotView = z.output<typeof SnapshotView>;
export const SnapshotViews = z.object({ items: z.array(SnapshotView) });

/** What the controller says of one that is being copied, in the coordination store. */
export const SnapshotProgress = z.object({ id: id(SnapshotId), percent: z.number().min(0).max(100) });
export type SnapshotProgress = z.output<typeof SnapshotProgress>;
export const snapshotProgressPrefix = '/lcm/snapshots/';

export const CreateSnapshot = z.strictObject({
  workerId: id(WorkerId),
  description: z
    .string()
    .trim()
    .max(200)
    .default('')
    .meta({ examples: ['before the upgrade'] }),
  thenTerminate: z
    .boolean()
    .default(false)
    .meta({ description: 'End the worker for good once it is complete; nothing is ended when it fails' }),
  reason: reason.optional(),
});
export const OfSnapshot = z.strictObject({ snapshotId: id(SnapshotId) });
export const OfSnapshotBecause = z.strictObject({ snapshotId: id(SnapshotId), reason: reason.optional() });
export const RestoreSnapshot = z.strictObject({ snapshotId: id(SnapshotId), name: CreateWorker.shape.name });
export const SetSnapshotPolicy = SnapshotPolicy.extend({ workerId: id(WorkerId) }).strict();

/** A policy's wish, as the controller finds it due. */
export const PlanSnapshot = z.strictObject({ workerId: id(WorkerId), reason });
export const DropSnapshot = z.strictObject({ snapshotId: id(SnapshotId), reason });

const SnapshotReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), cloud: Cloud }),
  z.object({ type: z.literal('completed') }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
  z.object({ type: z.literal('image-made'), imageId: z.string() }),
  z.object({ type: z.literal('deletion-refused'), reason: z.string() }),
  z.object({ type: z.literal('gone'), reason: z.string() }),
]);
export const ReportSnapshot = z.strictObject({
  snapshotId: id(SnapshotId),
  expectedVersion: count,
  report: SnapshotReport,
});
