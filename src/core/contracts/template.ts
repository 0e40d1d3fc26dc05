import * as z from 'zod';
import { at, count } from './primitives.ts';
import { WorkerSpec } from './worker.ts';

export const TemplateInput = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
    .meta({ examples: ['metal'] }),
  description: z.string().min(1).max(200),
  enabled: z.boolean().default(true),
  spec: WorkerSpec,
  bootMinutes: z.number().positive(),
});

export const TemplateView = z
  .object({
    name: z.string(),
    version: count,
    description: z.string(),
    enabled: z.boolean(),
    spec: WorkerSpec,
    bootMinutes: z.number(),
    updatedAt: at,
  })
  .meta({ id: 'WorkerTemplate' });
export type TemplateView = z.output<typeof TemplateView>;
export const TemplateViews = z.object({ items: z.array(TemplateView) });
