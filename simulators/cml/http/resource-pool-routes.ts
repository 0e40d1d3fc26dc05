import { z } from 'zod';
import * as pools from '../model/resource-pools.ts';
import type { ResourcePool } from '../model/state.ts';
import { body, type Call, done, flag, id, ok, type Route, route } from './route.ts';

const amount = (max: number) => z.number().int().min(0).max(max).nullish();
const update = z.strictObject({
  label: z.string().min(1).max(128).optional(),
  description: z.string().max(4096).nullish(),
  licenses: amount(320),
  ram: amount(33_554_432),
  cpus: amount(4096),
  disk_space: amount(32_768),
  external_connectors: z.array(z.string()).nullish(),
  users: z.array(z.string()).optional(),
});
const create = update.extend({
  label: z.string().min(1).max(128),
  template: z.string().nullish(),
  /** `false`: one for each user. */
  shared: z.boolean().default(true),
});

const pool = (call: Call): ResourcePool => pools.getPool(call.cml, id(call, 'pool'));
const view = (call: Call, one: ResourcePool) => pools.poolView(call.cml, one, call.user.admin);

/** Administrators see all, others the one they are in. */
function visible({ cml, user }: Call): ResourcePool[] {
  return cml.state.resourcePools.filter(({ users }) => user.admin || users.includes(user.id));
}

export const resourcePoolRoutes: readonly Route[] = [
  route(['GET', '/resource_pools'], (call) =>
    ok(visible(call).map((one) => (flag(call, 'data') ? view(call, one) : one.id))),
  ),
  route(['POST', '/resource_pools', 'admin'], (call) => {
    const { shared, ...change } = body(call, create);
    if (shared) return ok(view(call, pools.createPool(call.cml, change)));
    return ok(pools.createPoolsApart(call.cml, change).map((one) => view(call, one)));
  }),
  route(['GET', '/resource_pools/:pool'], (call) => ok(view(call, pool(call)))),
  route(['PATCH', '/resource_pools/:pool', 'admin'], (call) => {
    pools.changePool(call.cml, pool(call), body(call, update));
    return ok(view(call, pool(call)));
  }),
  route(['DELETE', '/resource_pools/:pool', 'admin'], (call) => {
    pools.removePool(call.cml, pool(call));
    return done;
  }),
  route(['GET', '/resource_pool_usage'], (call) => ok(visible(call).map((one) => pools.poolUsage(call.cml, one)))),
  route(['GET', '/resource_pool_usage/:pool'], (call) => ok(pools.poolUsage(call.cml, pool(call)))),
];
