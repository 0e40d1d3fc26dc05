/** People's roles, as realms and tokens name them. */
export const personRoles = ['user', 'lab-author', 'manager', 'admin'] as const;
/** One identity per service: what a controller may do is written here too. */
export const serviceRoles = ['scheduler', 'worker-controller', 'lablet-controller', 'delivery'] as const;

export type PersonRole = (typeof personRoles)[number];
export type ServiceRole = (typeof serviceRoles)[number];
export type Role = PersonRole | ServiceRole;

const everyone = personRoles;
const operators = ['manager', 'admin'] as const;
const controllers = ['scheduler', 'worker-controller', 'lablet-controller'] as const;

/**
 * Who may do what: handlers, routes, screens and tests read this one table.
 * `own` permissions are for things of which the caller is the owner; their handlers look at who owns.
 */
export const accessTable = {
  'worker:read': [...everyone, ...controllers],
  'worker:operate': operators,
  'worker:manage': ['admin'],
  'template:read': [...everyone, ...controllers],
  'template:manage': ['admin'],
  'definition:read': [...everyone, ...controllers],
  'definition:write': ['lab-author', 'admin'],
  'content:read': ['lab-author', ...operators],
  'content:sync': ['lab-author', ...operators],
  'lab:read': everyone,
  // The labs that are assigned to one; authors see the others as well, without names.
  'lab:own': everyone,
  'lab:all': ['lab-author', ...operators],
  'lab:assign': operators,
  'lab:operate': operators,
  'lab:manage': ['admin'],
  'session:own': everyone,
  'session:all': operators,
  'task:own': everyone,
  'task:department': operators,
  'task:all': ['admin'],
  'audit:read': operators,
  'system:read': everyone,
  'system:manage': ['admin'],
  'stream:read': everyone,
  'state:read': controllers,
  'worker:report': ['worker-controller'],
  // The one secret that leaves its box, to the one service that hands it to CML.
  'license:read-token': ['worker-controller'],
  'fleet:plan': ['scheduler'],
  // The worker controller asks for the stop that ends a drain.
  'worker:ask': ['scheduler', 'worker-controller'],
  'session:place': ['scheduler'],
  'session:report': ['lablet-controller'],
  'lab:report': ['lablet-controller'],
  'snapshot:report': ['worker-controller'],
  'job:report': controllers,
  // Names what is stored by its key: whoever may say that can make a lab of any blob, and read it.
  'content:publish': ['lablet-controller'],
  'event:deliver': ['delivery'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof accessTable;

/** Public: needs no identity at all (health, login, the documents of the API). */
export type Access = Permission | 'public';

export interface Actor {
  /** The subject of the identity provider, or the service's name. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** As the identity provider has it: managers see the tasks of theirs. */
  readonly department?: string | undefined;
}

export function may(actor: Actor, permission: Permission): boolean {
  const allowed: readonly Role[] = accessTable[permission];
  return actor.roles.some((role) => allowed.includes(role));
}

/** Why not, in words for a tooltip; `undefined` when they may. */
export function whyNot(actor: Actor, permission: Permission): string | undefined {
  if (may(actor, permission)) return undefined;
  const people = accessTable[permission].filter((role) => personRoles.some((known) => known === role));
  return people.length === 0 ? 'Only services may do this' : `Needs the role ${people.join(' or ')}`;
}
