import * as z from 'zod';
import { DefinitionId } from '../domain/definition/index.ts';
import { mostSeats } from '../domain/session/index.ts';
import { at, count, id } from './primitives.ts';
import { regionName } from './worker.ts';

/** So many starts are answered at once: a week by half hours. */
export const mostStarts = 336;

export const AvailabilityQuestion = z.strictObject({
  definitionId: id(DefinitionId),
  from: at.optional().meta({ description: 'The first start; left out: now' }),
  until: at.optional().meta({ description: 'Starts before it; left out: a day later' }),
  durationMinutes: z.coerce.number().int().min(1).max(1440).optional(),
  seats: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostSeats)
    .default(1)
    .meta({ description: 'How many are wanted at once; more than those are not counted' }),
  step: z.coerce
    .number()
    .int()
    .min(5)
    .max(1440)
    .default(30)
    .meta({ description: 'Minutes from one start to the next' }),
  region: regionName.optional().meta({ description: 'Only what is there, or may be made there' }),
});

/** How many sessions of a lab could begin at each of a row of starts, if nothing else were booked meanwhile. */
export const Availability = z
  .object({
    decidedAt: at,
    durationMinutes: count,
    stepMinutes: count,
    seats: count,
    slots: z.array(z.object({ start: at, fit: count.meta({ description: 'As many as are wanted at most' }) })),
  })
  .meta({ id: 'Availability' });
export type Availability = z.output<typeof Availability>;
