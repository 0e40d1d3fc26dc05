import * as z from 'zod';
import { WorkerId } from '../domain/worker/index.ts';
import { at, id } from './primitives.ts';

export const OfOperation = z.strictObject({
  operationId: z
    .string()
    .regex(/^wkr_[a-z0-9]+\.[1-9]\d*$/, { error: 'an operation like wkr_7f3k2m9qwx4b.3' })
    .meta({ examples: ['wkr_7f3k2m9qwx4b.3'] }),
});

/** The instance of a worker, by the names that programs of the older system know. */
const CMLWorkerInstance = z.object({
  aws_instance_id: z.string(),
  aws_region: z.string(),
  instance_type: z.string(),
  ami_name: z.string(),
  instance_state: z.string(),
  public_ip: z.string().optional(),
  private_ip: z.string().optional(),
});

export const OperationView = z
  .object({
    id: z.string(),
    workerId: id(WorkerId),
    operation: z.string().meta({ examples: ['StartWorker'] }),
    wanted: z.enum(['running', 'stopped', 'terminated', 'registered', 'unregistered']).meta({
      description: 'Of the host; `registered` and `unregistered` of its licence',
    }),
    requestedAt: at,
    requestedBy: z.string(),
    state: z.enum(['requested', 'done', 'failed', 'superseded']).meta({
      description:
        '`failed`: its last launch, or what was ordered of its licence, failed, and the next attempt has not begun; `superseded`: something else is wanted now',
    }),
    endedAt: at.optional(),
    result: z
      .union([CMLWorkerInstance, z.literal(true)])
      .optional()
      .meta({ description: 'Once it is done' }),
    error: z
      .object({ exception: z.string().optional(), message: z.string() })
      .optional()
      .meta({ description: 'Why it failed; `exception` by the names of the older system' }),
  })
  .meta({ id: 'Operation' });
export type OperationView = z.output<typeof OperationView>;
