import * as z from 'zod';
import { at, count } from './primitives.ts';

/** CloudEvents 1.0, structured JSON: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
export const CloudEvent = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: z.string().min(1).max(200),
    source: z.string().min(1).max(500),
    type: z.string().min(1).max(200),
    subject: z.string().max(200).optional(),
    time: z.iso.datetime({ offset: true }).optional(),
    datacontenttype: z.string().optional(),
    data: z.unknown().optional(),
  })
  .meta({ id: 'CloudEvent' });
export type CloudEvent = z.output<typeof CloudEvent>;

export const Received = z.object({ item: z.string() });

/** An event that somebody sent us, kept until the lablet controller has acted on it. */
export const InboxItemView = z.object({
  /** `<source>|<id>`, hashed: the same event twice is one item. */
  id: z.string(),
  version: count,
  event: CloudEvent,
  receivedAt: at,
  handled: z.string().optional().meta({ description: 'What came of it; absent while nobody has acted on it' }),
});
export type InboxItemView = z.output<typeof InboxItemView>;

export const HandleInboxItem = z.strictObject({ itemId: z.string(), result: z.string().max(500) });
