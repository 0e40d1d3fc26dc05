import * as z from 'zod';
import { at, count } from './primitives.ts';
import { regionName, WorkerSpec } from './worker.ts';

const specExample: z.input<typeof WorkerSpec> = {
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

export const TemplateInput = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
    .meta({ examples: ['metal'] }),
  description: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['m5zn.metal with CML 2.9'] }),
  enabled: z.boolean().default(true),
  spec: WorkerSpec.extend({ region: regionName }).meta({ examples: [specExample] }),
  bootMinutes: z
    .number()
    .positive()
    .meta({ examples: [25] }),
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
