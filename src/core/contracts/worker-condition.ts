import * as z from 'zod';
import { at } from './primitives.ts';

const Planned = z.object({
  code: z.string().meta({ examples: ['instance-retirement'] }),
  description: z.string(),
  notBefore: at.optional(),
});
export const Checks = z.object({
  system: z.string(),
  instance: z.string(),
  events: z.array(Planned).readonly().optional().meta({ description: 'What AWS will do to the host by itself' }),
});
export const KnownChecks = Checks.extend({ systemSince: at.optional(), instanceSince: at.optional() });

export const ServiceHealth = z.object({
  valid: z.boolean(),
  isLicensed: z.boolean(),
  computes: z
    .array(
      z.object({
        id: z.string(),
        hostname: z.string(),
        isController: z.boolean(),
        valid: z.boolean(),
        admission: z.string(),
        failing: z.array(z.string()).readonly(),
        untold: z.array(z.string()).readonly().meta({ description: 'Checks of which CML does not tell' }),
      }),
    )
    .readonly(),
});

export const KnownDefinitions = z.object({
  nodes: z
    .array(
      z.object({
        id: z.string(),
        custom: z.literal(true).optional(),
        cpus: z.number().optional(),
        memoryMiB: z.number().optional(),
        images: z.array(z.string()).readonly(),
        lacksImage: z.literal(true).optional().meta({ description: 'Nodes of this kind cannot start there' }),
      }),
    )
    .readonly(),
  images: z.array(z.object({ id: z.string(), of: z.string(), custom: z.literal(true).optional() })).readonly(),
});

/** The node and image definitions of a worker, and when they were last different. */
export const WorkerDefinitions = KnownDefinitions.extend({
  since: at.optional().meta({ description: 'Absent when nobody has looked yet' }),
}).meta({ id: 'WorkerDefinitions' });

export const Line = z.object({ by: z.enum(['events', 'polling']), because: z.string().optional() });
