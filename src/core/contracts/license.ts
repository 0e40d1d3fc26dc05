import * as z from 'zod';
import {
  licenseAttentionCodes,
  licenseOperations,
  licenseStatuses,
  licenseSteps,
  WorkerId,
} from '../domain/worker/index.ts';
import { at, count, id, reason } from './primitives.ts';

const LicenseFeature = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  inUse: count,
  minimum: count,
  max: count,
});

export const License = z.object({
  status: z.enum(licenseStatuses),
  product: z.string().optional(),
  nodeLimit: count.optional(),
  operation: z.enum(licenseOperations).optional(),
  step: z.enum(licenseSteps).optional(),
  failure: z.string().optional(),
  authorization: z
    .string()
    .optional()
    .meta({ examples: ['IN_COMPLIANCE'] }),
  smartAccount: z.string().optional(),
  virtualAccount: z.string().optional(),
  instanceName: z.string().optional(),
  registeredAt: at.optional(),
  renewsAt: at.optional(),
  expiresAt: at.optional(),
  features: z.array(LicenseFeature).readonly().optional(),
  operationSince: at.optional(),
  stepSince: at.optional(),
  failedAt: at.optional(),
  failures: count.optional(),
});

export const LicenseOrder = z
  .object({
    wanted: z.enum(['registered', 'unregistered']),
    reregister: z.boolean(),
    token: z.string().optional().meta({ description: 'Where the sealed token is kept; absent for the fleet’s' }),
    by: z.string(),
    reason: z.string(),
    at,
  })
  .meta({ description: 'What an operator last asked for; absent: the worker’s spec says whether it is registered' });

/** As CML takes them. */
const licenseToken = z
  .string()
  .trim()
  .regex(/^[a-zA-Z\d+/%=-]{1,256}$/, { error: 'not a token: letters, digits and + / % = - only, at most 256' });

export const RegisterLicense = z.strictObject({
  workerId: id(WorkerId),
  token: licenseToken.optional().meta({
    description: 'Kept sealed and never shown again; without one the fleet’s token is used',
    format: 'password',
  }),
  reregister: z.boolean().default(false).meta({ description: 'Register anew although it is registered' }),
  reason: reason.optional(),
});

/** The licence of one worker with what somebody should know about it. */
export const LicenseView = z
  .object({
    license: License,
    order: LicenseOrder.optional(),
    shallBe: z.enum(['registered', 'unregistered', 'as-it-is']),
    nodes: count.meta({ description: 'How many licensed nodes it can run as it stands' }),
    attention: z.object({ code: z.enum(licenseAttentionCodes), words: z.string(), isUrgent: z.boolean() }).optional(),
  })
  .meta({ id: 'License' });
export type LicenseView = z.output<typeof LicenseView>;

/** For the worker controller alone: the token that was given for this worker, if one was. */
export const LicenseToken = z.object({ token: z.string().optional() });
