import * as z from 'zod';
import { DefinitionId } from '../domain/definition/index.ts';
import { settingsTable } from '../domain/settings/index.ts';
import { OfDefinitionBecause } from './definition.ts';
import { webhookAddress } from './notice.ts';
import { at, id } from './primitives.ts';

const { pattern, item } = settingsTable['notices.mails'];

const receiver = z.union([
  z
    .string()
    .regex(pattern, { error: `is not ${item}` })
    .meta({ description: 'A shared mailbox', examples: ['labs@example.org'] }),
  webhookAddress.meta({ description: 'At a host that the settings allow' }),
]);

export const SetReceivers = OfDefinitionBecause.extend({
  receivers: z.array(receiver).max(20).meta({ description: 'All of them; none: nobody is told' }),
});

/** For whoever writes definitions and whoever operates: candidates are not told who is. */
export const DefinitionReceivers = z
  .object({
    definitionId: id(DefinitionId),
    receivers: z.array(z.string()).readonly(),
    by: z.string().optional().meta({ description: 'Who said so; absent where nobody has' }),
    at: at.optional(),
    settings: z.array(z.string()).readonly().meta({ description: 'Who is told as well, because the settings say so' }),
  })
  .meta({ id: 'DefinitionReceivers' });
export type DefinitionReceivers = z.output<typeof DefinitionReceivers>;
