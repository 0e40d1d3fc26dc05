import * as z from 'zod';
import { topicNames } from '../domain/notice/index.ts';
import { PersonId } from '../domain/person/index.ts';
import { count, id } from './primitives.ts';

const topic = z.enum(topicNames);
const quietMinutes = z.int().min(0).max(1_440);
const zone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][\w+-]*(?:\/[A-Za-z][\w+-]*)*$/, { error: 'is no time zone like Europe/Berlin' })
  .meta({ examples: ['Europe/Berlin'] });

/** What somebody wants to be told by mail. */
export const MailWishes = z.strictObject({
  mail: z.boolean().meta({ description: 'False: nothing at all' }),
  muted: z.array(topic).max(topicNames.length).readonly().meta({ description: 'Of these nothing' }),
  quietMinutes: quietMinutes
    .optional()
    .meta({ description: 'At least so long between two mails; absent: as the settings say' }),
  zone: zone.optional().meta({ description: 'Times are written in it; absent: as the identity provider says, or UTC' }),
});

/** What may be known of somebody: never where their mail goes. */
export const PersonView = z.object({
  id: id(PersonId),
  version: count,
  ownerId: z.string(),
  hasMail: z.boolean(),
  knownZone: z.string().optional(),
  wishes: MailWishes,
});
export type PersonView = z.output<typeof PersonView>;

/** What somebody reads of themselves, and nobody else does. */
export const MyMail = z
  .object({
    isSent: z.boolean().meta({ description: 'Whether this installation sends mail' }),
    address: z.string().optional().meta({ description: 'As the identity provider said at the last login' }),
    wishes: MailWishes,
    quietMinutes: quietMinutes.meta({ description: 'What counts' }),
    zone: z.string().meta({ description: 'What counts' }),
  })
  .meta({ id: 'MyMail' });
export type MyMail = z.output<typeof MyMail>;
