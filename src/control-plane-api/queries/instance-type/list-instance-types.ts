import { InstanceTypeFilter, InstanceTypeList } from '@lcm/core/contracts/instance-type';
import { hourlyPriceOf, instanceTypes, listedIn, pricedRegions } from '@lcm/core/domain/instance-type';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';

export const listInstanceTypes = defineQuery({
  name: 'ListInstanceTypes',
  summary: 'Types of EC2 instances that CML may run on: size, virtualisation, price by list, boot time',
  allow: 'template:read',
  input: InstanceTypeFilter,
  output: InstanceTypeList,
  async handle({ region, usable }) {
    const items = instanceTypes
      .filter(({ nested }) => usable === 'false' || nested !== 'none')
      .map(({ hourlyUsd: _, ...type }) => ({ ...type, price: hourlyPriceOf(type.name, region) }));
    return ok({ items, listed: listedIn, regions: [...pricedRegions] });
  },
});
