import * as z from 'zod';
import { LabRecordId } from '../domain/lab/index.ts';
import { count, id } from './primitives.ts';

/** A session's lab on its worker, as CML knows it. */
export const SessionLab = z.object({
  id: z.string(),
  title: z.string(),
  launch: count.optional(),
  warmLab: id(LabRecordId)
    .optional()
    .meta({ description: 'The warm lab that it took; absent: it was imported for the session' }),
});
