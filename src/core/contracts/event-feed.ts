import * as z from 'zod';
import { CloudEvent } from './cloud-event.ts';
import { count } from './primitives.ts';

const position = z.coerce.number().int();

export const EventsAfter = z.strictObject({
  after: position.nonnegative().default(0).meta({ description: 'Only what was decided after this position' }),
  limit: position.min(1).max(500).default(100).meta({ description: 'Decisions; each makes one event or several' }),
  type: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'The beginning of their type', examples: ['cml_worker.'] }),
});

export const EventFeed = z.object({
  items: z.array(CloudEvent),
  next: count.meta({
    description: 'Ask with `after` of this for what comes next; as it was asked when there is nothing',
  }),
});
