import * as z from 'zod';
import { DefinitionId, needsSources } from '../domain/definition/index.ts';
import { SessionId } from '../domain/session/index.ts';
import { at, count, id } from './primitives.ts';
import { Amounts } from './worker.ts';

const unknown = 'Absent: its CML does not tell';

const Used = z.object({
  cpuCores: z.number().nonnegative(),
  memoryMiB: z.number().nonnegative().optional().meta({ description: unknown }),
  storageGiB: z.number().nonnegative().optional().meta({ description: unknown }),
});

/** As controllers could read it. */
export const DefinitionUseView = z.object({
  id: id(DefinitionId),
  version: count,
  sessions: z.array(Used.extend({ sessionId: id(SessionId), at })).readonly(),
});
export type DefinitionUseView = z.output<typeof DefinitionUseView>;

const Corrected = Amounts.omit({ nodes: true });

/** What sessions of a definition take, by whom that is said, and what labs of it really used. */
export const DefinitionNeeds = z
  .object({
    inForce: Amounts.meta({ description: 'What sessions take that are booked from now on' }),
    derived: Amounts.meta({ description: 'As its topology and the definitions of its nodes say' }),
    source: z.enum(needsSources).optional().meta({ description: 'Absent: the topology' }),
    measured: z
      .object({
        sessions: count,
        p95: Used.meta({ description: 'What all but one in twenty sessions did with, at their busiest' }),
        most: Used,
        from: at,
        until: at,
      })
      .optional()
      .meta({ description: 'Absent: no lab of it was measured yet' }),
    suggested: Corrected.optional().meta({ description: 'What was measured, as one would write it down' }),
    learns: z.boolean().meta({ description: 'Whether more is taken by itself once it is measured' }),
  })
  .meta({ id: 'DefinitionNeeds' });
export type DefinitionNeeds = z.output<typeof DefinitionNeeds>;
