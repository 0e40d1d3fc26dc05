import * as z from 'zod';
import { at, count } from './primitives.ts';

export const SystemView = z.object({
  version: z.string(),
  now: at,
  simulated: z
    .array(z.object({ part: z.string(), note: z.string() }))
    .meta({ description: 'What answers in place of the real thing; empty in production' }),
  speed: z.number().optional().meta({ description: 'How much faster than life simulated durations are' }),
});

const Trouble = z.object({
  key: z.string(),
  kind: z.string(),
  because: z.string().meta({ examples: ['waits for the licence of CML'] }),
  since: at,
  at,
  times: count,
});

const Depth = z.object({ ready: count, waiting: count, inFlight: count });

/** How one controller process is doing, as it last said itself. */
export const ControllerStatus = z.object({
  service: z.string(),
  name: z.string(),
  at,
  leads: z.boolean(),
  notLeading: z
    .string()
    .optional()
    .meta({
      description: 'Why it does not lead, where it tried to or did',
      examples: ['could not renew in time'],
    }),
  reconcilers: z.array(
    z.object({
      reconciler: z.string(),
      depth: Depth,
      counts: z.record(z.string(), count),
      troubleCount: count,
      troubles: z.array(Trouble).meta({ description: 'Keys that wait or fail, the longest first; at most 20' }),
    }),
  ),
});
export type ControllerStatus = z.output<typeof ControllerStatus>;

export const SystemHealthView = z.object({
  now: at,
  coordination: z.string().meta({ description: '`ok`, or why the coordination store cannot be read' }),
  leaders: z.array(
    z.object({
      election: z.string(),
      name: z.string(),
      token: count.meta({ description: 'Of the term: higher with each that follows' }),
      resigning: z
        .object({ reason: z.string(), at })
        .optional()
        .meta({ description: 'Asked to give way, and still there' }),
    }),
  ),
  controllers: z
    .array(ControllerStatus)
    .meta({ description: 'Of those that were heard of in the last seconds: who is missing here is down' }),
  heldBack: z
    .object({ workers: count, since: at, reason: z.string() })
    .optional()
    .meta({ description: 'So many hosts look dead at once that nothing is done about them' }),
});
