import * as z from 'zod';
import { at } from './primitives.ts';

export const SystemView = z.object({
  version: z.string(),
  now: at,
  simulated: z
    .array(z.object({ part: z.string(), note: z.string() }))
    .meta({ description: 'What answers in place of the real thing; empty in production' }),
  speed: z.number().optional().meta({ description: 'How much faster than life simulated durations are' }),
});
