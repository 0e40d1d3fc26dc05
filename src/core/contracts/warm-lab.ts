import * as z from 'zod';
import { DefinitionId, deepestWarm } from '../domain/definition/index.ts';
import { LabRecordId } from '../domain/lab/index.ts';
import { WorkerId } from '../domain/worker/index.ts';
import { count, id, reason } from './primitives.ts';

export const SetWarmDepth = z.strictObject({
  definitionId: id(DefinitionId),
  depth: count.max(deepestWarm).meta({ description: 'So many on each worker that is up anyhow; 0: none' }),
  reason: reason.optional(),
});

/** A lab that is to be ready before a session asks for it. Asked for twice it is one. */
export const MakeWarmLab = z.strictObject({
  labRecordId: id(LabRecordId),
  workerId: id(WorkerId),
  launch: count,
  definitionId: id(DefinitionId),
});

/** One that is not wanted any more; refused of a lab in which somebody may have worked. */
export const DropWarmLab = z.strictObject({ labRecordId: id(LabRecordId), reason });

const Starts = z.object({
  sessions: count,
  medianSeconds: z
    .number()
    .optional()
    .meta({ description: 'From a host that was ready until every node was up; absent of none' }),
});

/** Where labs of a version are kept ready, and what that has been worth. */
export const WarmLabs = z.object({
  depth: count,
  workers: z.array(
    z.object({
      workerId: id(WorkerId),
      name: z.string(),
      ready: count,
      underWay: count.meta({ description: 'Being imported or taken away' }),
      failed: count,
    }),
  ),
  warm: Starts.meta({ description: 'Sessions that took a warm lab' }),
  fresh: Starts.meta({ description: 'Sessions whose lab was imported for them' }),
});
export type WarmLabs = z.output<typeof WarmLabs>;
