import * as z from 'zod';
import { DefinitionId, deepestWarm } from '../domain/definition/index.ts';
import { mostSeats, SessionId } from '../domain/session/index.ts';
import { WorkerId } from '../domain/worker/index.ts';
import { at, count, id } from './primitives.ts';
import { Verdict } from './session.ts';
import { Amounts, regionName } from './worker.ts';

const WantedSeats = z.strictObject({
  definitionId: id(DefinitionId),
  start: at.optional().meta({ description: 'Left out: as soon as possible' }),
  durationMinutes: z.int().min(1).max(1440).optional(),
  seats: z.int().min(1).max(mostSeats).default(1),
  region: regionName.optional(),
});

const OtherTemplate = z.strictObject({
  name: z.string().min(1).max(50).meta({ description: 'That of a template there is replaces it' }),
  like: z.string().min(1).max(50).meta({ description: 'The template that it is like in everything not said here' }),
  instanceType: z.string().min(1).max(40).optional(),
  hourlyCostUsd: z.number().nonnegative().max(10_000).optional(),
  capacity: Amounts.optional(),
  enabled: z.boolean().default(true),
});

const OtherDepth = z.strictObject({
  definitionId: id(DefinitionId),
  depth: count.max(deepestWarm).meta({ description: 'So many labs of it kept ready on each worker that is up' }),
});

/** A change to think through: more sessions, other templates, fewer workers, more labs kept ready. */
export const WhatIf = z.strictObject({
  bookings: z.array(WantedSeats).max(20).default([]),
  templates: z.array(OtherTemplate).max(50).default([]),
  withoutWorkers: z.array(id(WorkerId)).max(50).default([]),
  ceilingPerRegion: z.int().min(0).max(1000).optional(),
  warm: z.array(OtherDepth).max(20).default([]),
});
export type WhatIf = z.output<typeof WhatIf>;

const HostHours = z.object({ hosts: count, hours: z.number(), costUsd: z.number() });

export const WhatIfAnswer = z
  .object({
    decidedAt: at,
    bookings: z
      .array(
        z.object({
          definitionId: id(DefinitionId),
          title: z.string(),
          start: at.optional(),
          seats: count,
          fit: count,
          verdict: Verdict.optional().meta({ description: 'Of the first seat that does not fit' }),
        }),
      )
      .readonly(),
    moved: z
      .array(
        z.object({
          sessionId: id(SessionId),
          name: z.string(),
          start: at.optional(),
          fits: z.boolean(),
          workerName: z.string().optional(),
          summary: z.string(),
        }),
      )
      .readonly()
      .meta({ description: 'Sessions of the workers that would be gone' }),
    newWorkers: z
      .array(z.object({ template: z.string(), region: z.string(), hourlyCostUsd: z.number() }))
      .readonly()
      .meta({ description: 'Those that would be made' }),
    warm: z
      .array(
        z.object({
          definitionId: id(DefinitionId),
          title: z.string(),
          depth: count,
          before: count.meta({ description: 'The depth it has now' }),
          workers: count.meta({ description: 'Those that are up, on which it may run' }),
          labs: count.meta({ description: 'Labs that would be kept ready on all of them together' }),
          fewer: z
            .array(z.object({ name: z.string(), labs: count }))
            .readonly()
            .meta({ description: 'Workers that have no room for so many' }),
          storageGiB: z.number().meta({ description: 'That those labs take, of disks that are paid for anyhow' }),
          soonerSeconds: z
            .number()
            .optional()
            .meta({ description: 'So much sooner sessions were up with one; absent before there were both' }),
        }),
      )
      .readonly(),
    before: HostHours.meta({ description: 'What hosts run for what is booked now' }),
    after: HostHours,
    difference: z.object({ hours: z.number(), costUsd: z.number() }),
  })
  .meta({ id: 'WhatIfAnswer' });
export type WhatIfAnswer = z.output<typeof WhatIfAnswer>;
