import * as z from 'zod';
import { q } from './list.ts';
import { SpecDraft } from './new-worker.ts';
import { at, count, reason } from './primitives.ts';
import { WorkerSpec } from './worker.ts';

const specExample: z.input<typeof SpecDraft> = {
  region: 'us-east-1',
  instanceType: 'm5zn.metal',
  imageName: 'cml-2.9*',
  volumeGiB: 256,
  capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 200, nodes: 200 },
  portRange: { first: 2000, last: 9999 },
  hourlyCostUsd: 3.9641,
  unlicensedNodes: 5,
  registersLicense: true,
};

const templateName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, { error: 'small letters, digits and hyphens, 50 at most' })
  .meta({ examples: ['metal'] });

/** What a known instance type says of capacity, price and boot may be left out. */
export const TemplateInput = z.strictObject({
  name: templateName,
  description: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['m5zn.metal with CML 2.9'] }),
  enabled: z.boolean().default(true),
  spec: SpecDraft.meta({ examples: [specExample] }),
  bootMinutes: z
    .number()
    .positive()
    .max(600)
    .optional()
    .meta({ examples: [25] }),
  monthlyBudgetUsd: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'No new worker is planned when a month’s cost, with what is booked, would go beyond it' }),
});

export const OfTemplate = z.strictObject({ name: z.string() });
export const DeleteTemplate = z.strictObject({ name: z.string(), reason: reason.optional() });
export const TemplateFilter = z.strictObject({
  q,
  includeDeleted: z.enum(['true', 'false']).default('false').meta({ description: 'Also those that were deleted' }),
});

export const TemplateView = z
  .object({
    name: z.string(),
    version: count,
    description: z.string(),
    enabled: z.boolean(),
    spec: WorkerSpec,
    bootMinutes: z.number(),
    monthlyBudgetUsd: z.number().optional(),
    updatedAt: at,
    deletedAt: at.optional(),
  })
  .meta({ id: 'WorkerTemplate' });
export type TemplateView = z.output<typeof TemplateView>;

const LearnedBoot = z.object({
  boots: count,
  medianMinutes: z.number(),
  p90Minutes: z.number(),
  nearlyAllMinutes: z.number().optional().meta({
    description: 'What 19 of 20 should not exceed: hosts are asked for so long ahead. Of ten boots and more',
  }),
});

/** A template with what is known of the workers that were made from it. */
export const TemplateDetails = TemplateView.extend({
  workers: count.meta({ description: 'That were made from it and have not ended' }),
  learned: z
    .object({ launch: LearnedBoot.optional(), restart: LearnedBoot.optional() })
    .meta({ description: 'What the last boots of its workers took, from EC2 being asked to CML being available' }),
  month: z
    .object({ spentUsd: z.number(), bookedUsd: z.number() })
    .meta({ description: 'What its workers have cost this month, and what is booked on them until its end' }),
}).meta({ id: 'WorkerTemplateDetails' });
export type TemplateDetails = z.output<typeof TemplateDetails>;
export const TemplateList = z.object({ items: z.array(TemplateDetails) });
