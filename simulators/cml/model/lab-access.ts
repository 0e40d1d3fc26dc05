import { type Cml, notFound, Refusal } from './cml.ts';
import { touch } from './labs.ts';
import type { Lab, User } from './state.ts';

export const permissions = ['lab_exec', 'lab_view', 'lab_edit', 'lab_admin'] as const;
export type Permission = (typeof permissions)[number];

/** Whom a lab is shared with, and what they may do with it. */
export type Associations = Pick<Lab, 'groups' | 'users'>;

/** Owners and administrators may do all; others what they, or a group of theirs, were given. */
export function permissionsOn(lab: Lab, user: User): readonly Permission[] {
  if (user.admin || lab.owner === user.id) return permissions;
  const own = lab.users.filter(({ id }) => id === user.id);
  const shared = lab.groups.filter(({ id }) => user.groups.includes(id));
  const given = new Set([...own, ...shared].flatMap((one) => one.permissions));
  // Whoever may do anything may look.
  if (given.size > 0) given.add('lab_view');
  return permissions.filter((permission) => given.has(permission));
}

export function visibleLabs(cml: Cml, user: User): readonly Lab[] {
  return cml.state.labs.filter((lab) => permissionsOn(lab, user).length > 0);
}

/** @throws Refusal 404 when the user may not even know of the lab, 403 when this is more than they may */
export function requirePermission(lab: Lab, user: User, needed: Permission): void {
  const given = permissionsOn(lab, user);
  if (given.length === 0) throw notFound('Lab', lab.id);
  if (!given.includes(needed)) throw new Refusal(403, `User does not have permission ${needed} on this lab.`);
}

/** What is told of one user or group replaces what they had; nothing at all takes it away. @throws Refusal */
export function associate(cml: Cml, lab: Lab, change: Partial<Associations>): void {
  const { users = [], groups = [] } = change;
  const known = new Set([...cml.state.users, ...cml.state.groups].map(({ id }) => id));
  const stranger = [...users, ...groups].find(({ id }) => !known.has(id));
  if (stranger) throw new Refusal(400, `User or group does not exist: ${stranger.id}`);
  Object.assign(lab, { users: merged(lab.users, users), groups: merged(lab.groups, groups) });
  touch(cml, lab);
}

function merged(present: Lab['users'], told: Lab['users']): Lab['users'] {
  const others = present.filter(({ id }) => !told.some((one) => one.id === id));
  return [...others, ...told.filter((one) => one.permissions.length > 0)];
}

/** The labs that a user or a group was given something of, as it is told with them. */
export function associationsOf(cml: Cml, id: string): { id: string; permissions: string[] }[] {
  return cml.state.labs.flatMap((lab) =>
    [...lab.users, ...lab.groups]
      .filter((one) => one.id === id)
      .map((one) => ({ id: lab.id, permissions: one.permissions })),
  );
}

/** Nothing is left of a user or a group that is gone. */
export function dissociate(cml: Cml, id: string): void {
  for (const lab of cml.state.labs) {
    Object.assign(lab, {
      users: lab.users.filter((one) => one.id !== id),
      groups: lab.groups.filter((one) => one.id !== id),
    });
  }
}
