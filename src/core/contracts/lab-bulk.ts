import * as z from 'zod';
import { LabRecordId } from '../domain/lab/index.ts';
import { id, reason } from './primitives.ts';

/** What can be asked of many labs at once. */
export const labBulkCommands = ['start', 'stop', 'wipe', 'archive', 'delete', 'retry'] as const;

export const OrderLabs = z.strictObject({
  command: z.enum(labBulkCommands),
  labRecordIds: z.array(id(LabRecordId)).min(1).max(200),
  reason: reason.optional(),
});

/** What became of each, in the order in which they were named; one that is named twice is asked once. */
export const OrderedLabs = z.object({
  items: z.array(
    z.object({
      labRecordId: id(LabRecordId),
      outcome: z.enum(['taken', 'refused']),
      code: z
        .string()
        .optional()
        .meta({ description: 'Why it was refused', examples: ['lab.busy'] }),
      message: z.string(),
    }),
  ),
});
export type OrderedLabs = z.output<typeof OrderedLabs>;
