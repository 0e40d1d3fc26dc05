import * as z from 'zod';
import { LabRecordId, labLevels } from '../domain/lab/index.ts';
import { at, id, reason, words } from './primitives.ts';

const level = z.enum(labLevels).meta({ description: 'view: sees it; operate: starts, stops and opens it too' });

/** Whom a lab is assigned to; people without a role over labs are told of themselves only. */
export const LabAssignments = z
  .array(z.object({ id: z.string(), name: z.string(), level, by: z.string(), reason: z.string(), at }))
  .readonly()
  .meta({ description: 'People, as the identity provider knows them. Without a role over labs one sees only oneself' });

const person = words(200).meta({ description: 'As the identity provider knows them', examples: ['user'] });

export const AssignLab = z.strictObject({
  labRecordId: id(LabRecordId),
  personId: person,
  personName: person.optional().meta({ description: 'To be shown; left out: the id is', examples: ['Uma User'] }),
  level,
  reason,
});

export const UnassignLab = z.strictObject({ labRecordId: id(LabRecordId), personId: person, reason });
