export type { InstanceType, NestedKind } from './instance-types.ts';
export { instanceTypeOf, instanceTypes, listedIn, nestedKinds } from './instance-types.ts';
export type { HourlyPrice } from './prices.ts';
export { hourlyPriceOf, pricedRegions, volumePriceOf } from './prices.ts';
