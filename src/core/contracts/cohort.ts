import * as z from 'zod';
import { DefinitionId } from '../domain/definition/index.ts';
import { CohortId, cohortModes, mostSeats, SessionId, seatConcerns } from '../domain/session/index.ts';
import { ListFilter } from './list.ts';
import { at, count, id, words } from './primitives.ts';
import { Priority, SessionView, Verdict } from './session.ts';
import { regionName } from './worker.ts';

const seats = z.int().min(1).max(mostSeats);
const ownerId = z.string().min(1).max(64);

/** So many seats of one lab at one time, each a session of its own. */
export const BookCohort = z.strictObject({
  definitionId: id(DefinitionId).meta({ examples: ['def_65c5747fcea86c5f'] }),
  name: words(80).meta({ examples: ['CCNP spring class'] }),
  mode: z.enum(cohortModes).default('all-or-nothing').meta({ description: 'Whether fewer than all seats are of use' }),
  start: at.meta({ description: 'When all of them begin' }),
  durationMinutes: z.int().min(1).max(1440).optional(),
  seats: seats.optional().meta({ description: 'How many; those beyond the owners are yours, to be handed out' }),
  ownerIds: z.array(ownerId).min(1).max(mostSeats).optional().meta({ description: 'One seat for each of them' }),
  region: regionName.optional(),
  regionOnly: z.boolean().optional(),
  priority: Priority.optional(),
});
export type BookCohort = z.output<typeof BookCohort>;

export const OfCohort = z.strictObject({ cohortId: id(CohortId) });

const Seat = z.object({
  sessionId: id(SessionId),
  name: z.string(),
  ownerId: z.string(),
  status: SessionView.shape.status,
  reason: z.string(),
  workerName: z.string().optional(),
  concerns: z.array(z.enum(seatConcerns)).readonly().meta({ description: 'What somebody should do something about' }),
});

/** A cohort as it is now: what became of each of its seats. */
export const CohortView = z
  .object({
    id: id(CohortId),
    name: z.string(),
    mode: z.enum(cohortModes),
    size: count,
    definition: z.object({ id: id(DefinitionId), title: z.string(), version: z.string() }),
    start: at.optional(),
    bookedBy: z.string(),
    bookedAt: at,
    waiting: count.meta({ description: 'Seats without a place yet' }),
    placed: count.meta({ description: 'Seats that have a place, or are under way' }),
    ended: count,
    missing: count.meta({ description: 'Seats that are still being booked' }),
    free: count.meta({ description: 'Seats that are nobody’s yet, to be handed out' }),
    concerned: count.meta({ description: 'Seats that somebody should do something about' }),
    verdict: Verdict.optional().meta({ description: 'Why seats wait' }),
    seats: z.array(Seat).readonly(),
  })
  .meta({ id: 'Cohort' });
export type CohortView = z.output<typeof CohortView>;

/** A cohort in a list, without its seats. */
const CohortItem = CohortView.omit({ seats: true, verdict: true }).meta({ id: 'CohortItem' });

export const ListCohorts = ListFilter.extend({
  after: id(CohortId).optional().meta({ description: 'Only what follows this cohort: `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(500).optional().meta({ description: 'Left out: all of them' }),
});
export const CohortViews = z.object({
  items: z.array(CohortItem),
  next: id(CohortId).optional().meta({ description: 'Ask with `after` of this for the next page; absent on the last' }),
});

export const HandOutSeats = z.strictObject({
  cohortId: id(CohortId),
  ownerIds: z.array(ownerId).min(1).max(mostSeats).meta({ description: 'One free seat for each, in this order' }),
});

/** Person by person, each once: who gets no seat keeps no other from one. */
export const HandedOutSeats = z.object({
  items: z.array(
    z.object({
      ownerId: z.string(),
      sessionId: id(SessionId).optional().meta({ description: 'Their seat' }),
      done: z.boolean(),
      message: z.string(),
    }),
  ),
});
export type HandedOutSeats = z.output<typeof HandedOutSeats>;

export const HandOutSeat = z.strictObject({ sessionId: id(SessionId), ownerId });
