import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { zoneOfSubnet } from './catalog.ts';
import { Ec2Error } from './ec2-error.ts';
import { LaunchOrder } from './instance.ts';

export const RefusedOrder = z.strictObject({ region: z.string(), order: LaunchOrder });
export type RefusedOrder = Readonly<z.infer<typeof RefusedOrder>>;

/** The zone that a launch names, by itself or by its subnet. */
export function namedZone(region: string, { availabilityZone, subnetId }: LaunchOrder): string | undefined {
  return availabilityZone ?? (subnetId === undefined ? undefined : zoneOfSubnet(region, subnetId));
}

/**
 * Within what a token counts: the region, or the zone that the launch names. So the same token launches in another zone
 * once more: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html#run-instances-idempotency
 */
export function tokenScope(region: string, order: LaunchOrder): string | undefined {
  return order.token === undefined ? undefined : `${region} ${namedZone(region, order) ?? ''} ${order.token}`;
}

/** @throws Ec2Error when a token comes with other parameters than before */
export function requireSameOrder(known: LaunchOrder, order: LaunchOrder): void {
  if (!isDeepStrictEqual(plain(known), plain(order))) throw new Ec2Error('IdempotentParameterMismatch');
}

/** Orders that EC2 had no capacity for: it remembers what their tokens came with, though it made nothing. */
export class RefusedOrders {
  readonly #byScope: Map<string, RefusedOrder>;

  constructor(saved: readonly RefusedOrder[]) {
    this.#byScope = new Map(saved.map((refused) => [tokenScope(refused.region, refused.order) ?? '', refused]));
  }

  get all(): readonly RefusedOrder[] {
    return [...this.#byScope.values()];
  }

  add(region: string, order: LaunchOrder): void {
    const scope = tokenScope(region, order);
    if (scope !== undefined) this.#byScope.set(scope, { region, order });
  }

  /** @throws Ec2Error when the token of a refused order comes with other parameters */
  check(region: string, order: LaunchOrder): void {
    const refused = this.#byScope.get(tokenScope(region, order) ?? '');
    if (refused) requireSameOrder(refused.order, order);
  }
}

/** As JSON has it, where what is undefined is absent: so an order still equals itself after a restart. */
function plain(order: LaunchOrder): unknown {
  return JSON.parse(JSON.stringify(order));
}
