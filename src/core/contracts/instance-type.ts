import * as z from 'zod';
import { nestedKinds } from '../domain/instance-type/index.ts';
import { count } from './primitives.ts';
import { regionName } from './worker.ts';

export const InstanceTypeFilter = z.strictObject({
  region: regionName.default('us-east-1').meta({ description: 'Whose prices are told' }),
  usable: z.enum(['true', 'false']).default('false').meta({ description: 'Only those that run every node of CML' }),
});

const InstanceTypeView = z
  .object({
    name: z.string(),
    vcpus: count,
    cores: count,
    memoryGiB: z.number(),
    metal: z.boolean(),
    nested: z.enum(nestedKinds).meta({
      description: 'How guests get hardware virtualisation: bare metal, an option of the launch, or not at all',
    }),
    bootMinutes: z.number(),
    price: z
      .object({ usd: z.number(), isEstimate: z.boolean() })
      .optional()
      .meta({ description: 'An hour, on demand, Linux; absent: not known in this region' }),
  })
  .meta({ id: 'InstanceType' });

export const InstanceTypeList = z.object({
  items: z.array(InstanceTypeView),
  listed: z
    .object({ region: z.string(), date: z.string(), source: z.string() })
    .meta({ description: 'Where and when the prices were read; those of other regions are estimated from them' }),
  regions: z.array(z.string()).meta({ description: 'In which prices are known' }),
});
