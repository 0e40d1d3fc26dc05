import { type Cml, newId, notFound, Refusal } from './cml.ts';
import { findDefinition } from './definition-documents.ts';
import { definitionId, isRunning } from './power.ts';
import type { Lab, Node, Properties, ResourcePool } from './state.ts';

/** What is told of a pool when it is made or changed. */
export type PoolChange = Partial<{ readonly [Key in keyof Omit<ResourcePool, 'id'>]: ResourcePool[Key] | undefined }>;

/** @throws Refusal when a user or the template does not exist */
export function createPool(cml: Cml, change: PoolChange & { readonly label: string }): ResourcePool {
  const pool: ResourcePool = {
    id: newId(cml),
    description: null,
    template: null,
    licenses: null,
    ram: null,
    cpus: null,
    disk_space: null,
    external_connectors: null,
    users: [],
    label: change.label,
  };
  cml.state.resourcePools.push(pool);
  changePool(cml, pool, change);
  return pool;
}

/** One pool for each user, all of them under one template that holds the limits. */
export function createPoolsApart(cml: Cml, change: PoolChange & { readonly label: string }): ResourcePool[] {
  const { users = [], template, ...limits } = change;
  const above = template ?? createPool(cml, limits).id;
  return users.map((user) => createPool(cml, { label: change.label, template: above, users: [user] }));
}

/** @throws Refusal */
export function changePool(cml: Cml, pool: ResourcePool, change: PoolChange): void {
  const stranger = change.users?.find((id) => !cml.state.users.some((user) => user.id === id));
  if (stranger !== undefined) throw new Refusal(400, `User does not exist: ${stranger}`);
  if (change.template) getPool(cml, change.template);
  // A user is in one pool at most.
  const moved = new Set(change.users);
  for (const other of cml.state.resourcePools) other.users = other.users.filter((id) => !moved.has(id));
  Object.assign(pool, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
}

/** @throws Refusal */
export function getPool(cml: Cml, id: string): ResourcePool {
  const pool = cml.state.resourcePools.find((one) => one.id === id);
  if (!pool) throw notFound('Resource pool', id);
  return pool;
}

/** @throws Refusal 409 while something of it is in use, or pools hang on it */
export function removePool(cml: Cml, pool: ResourcePool): void {
  const isTemplate = cml.state.resourcePools.some(({ template }) => template === pool.id);
  if (isTemplate || runningIn(cml, pool).length > 0) throw new Refusal(409, `Resource pool is in use: ${pool.id}`);
  cml.state.resourcePools = cml.state.resourcePools.filter((one) => one !== pool);
}

export function poolOf(cml: Cml, user: string): ResourcePool | undefined {
  return cml.state.resourcePools.find(({ users }) => users.includes(user));
}

interface Amounts {
  readonly licenses: number;
  readonly ram: number;
  readonly cpus: number;
}

/** @throws Refusal when the nodes are more than the pool of the lab's owner has left */
export function checkPool(cml: Cml, lab: Lab, nodes: readonly Node[]): void {
  const pool = poolOf(cml, lab.owner);
  if (!pool) return;
  const wanted = amountsOf(cml, [...runningIn(cml, pool), ...nodes]);
  const limits = limitsOf(cml, pool);
  const short = (['licenses', 'ram', 'cpus'] as const).find((key) => wanted[key] > (limits[key] ?? Infinity));
  if (short) throw new Refusal(400, `Cannot start lab: Resource pool ${pool.label} has not enough ${short}.`);
}

/** What a pool does not say its template does. */
function limitsOf(cml: Cml, pool: ResourcePool): ResourcePool {
  const above = pool.template === null ? undefined : getPool(cml, pool.template);
  const said = Object.entries(pool).filter(([, value]) => value !== null);
  return { ...pool, ...above, ...Object.fromEntries(said) };
}

function runningIn(cml: Cml, pool: ResourcePool): Node[] {
  const labs = cml.state.labs.filter(({ owner }) => pool.users.includes(owner));
  return labs.flatMap(({ nodes }) => nodes).filter((node) => isRunning(cml, node));
}

function amountsOf(cml: Cml, nodes: readonly Node[]): Amounts {
  const sum = (amount: (node: Node) => number): number => nodes.reduce((total, node) => total + amount(node), 0);
  const given = (node: Node, key: 'ram' | 'cpus'): number => {
    const { [key]: own } = node.properties;
    return typeof own === 'number' && own > 0 ? own : (findDefinition(cml, definitionId(node))?.[key] ?? 0);
  };
  return {
    licenses: sum((node) => ((findDefinition(cml, definitionId(node))?.licensed ?? true) ? 1 : 0)),
    ram: sum((node) => given(node, 'ram')),
    cpus: sum((node) => given(node, 'cpus')),
  };
}

export function poolUsage(cml: Cml, pool: ResourcePool): Properties {
  const { id, label, description, users } = pool;
  const { licenses, ram, cpus, disk_space, external_connectors } = limitsOf(cml, pool);
  const disks = cml.state.labs.filter(({ owner }) => users.includes(owner)).flatMap(({ nodes }) => nodes);
  const written = disks.filter(({ power }) => power.is !== 'off').length;
  return {
    id,
    label,
    description: description ?? '',
    limit: { licenses, ram, cpus, disk_space, external_connectors },
    usage: { ...amountsOf(cml, runningIn(cml, pool)), disk_space: Math.ceil(written * 0.2), external_connectors: [] },
  };
}

/** Only administrators are told who else is in it. */
export function poolView(cml: Cml, pool: ResourcePool, isAdmin: boolean): Properties {
  const { users, ...common } = pool;
  const isTemplate = cml.state.resourcePools.some(({ template }) => template === pool.id);
  const below = cml.state.resourcePools.filter(({ template }) => template === pool.id).map(({ id }) => id);
  if (!isAdmin) return common;
  return isTemplate ? { ...common, user_pools: below } : { ...common, users };
}
