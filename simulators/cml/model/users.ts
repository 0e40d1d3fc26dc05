import { Buffer } from 'node:buffer';
import { type Cml, newId, notFound, Refusal } from './cml.ts';
import { happens } from './happenings.ts';
import { dissociate } from './lab-access.ts';
import type { Group, User } from './state.ts';

/** @throws Refusal 403 as CML answers wrong credentials */
export function authenticate(
  cml: Cml,
  { username, password }: { username: string; password: string },
): { token: string; user: User } {
  const user = cml.state.users.find((one) => one.username === username);
  if (!user || user.password !== password) throw new Refusal(403, 'Authentication failed!');
  const now = cml.clock.now();
  const expiresAt = now + cml.settings.tokenLifetimeMs;
  const token = jwt(cml, user, expiresAt);
  const alive = cml.state.tokens.filter((one) => one.expiresAt > now);
  cml.state.tokens = [...alive.slice(-200), { token, user: user.id, expiresAt }];
  happens(cml, {
    category: 'user_activity',
    event: 'CHANGE',
    element: 'SYSTEM',
    id: user.id,
    lab: null,
    data: { user_id: user.id },
  });
  return { token, user };
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Looks like CML's tokens. Its signature is random: the server knows its tokens by heart. */
function jwt(cml: Cml, user: User, expiresAt: number): string {
  const issuedAt = Math.floor(cml.clock.now() / 1000);
  const claims = { iss: 'com.cisco.virl', iat: issuedAt, exp: Math.floor(expiresAt / 1000), sub: user.id };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${newId(cml).replaceAll('-', '')}`;
}

/** @throws Refusal 401 when the token is none of ours, or old */
export function authorize(cml: Cml, token: string): User {
  const now = cml.clock.now();
  const known = cml.state.tokens.find((one) => one.token === token && one.expiresAt > now);
  const user = known && cml.state.users.find(({ id }) => id === known.user);
  if (!user) throw new Refusal(401, 'No authorization token provided or it is not valid.');
  return user;
}

export function logout(cml: Cml, token: string, everywhere: boolean): void {
  const owner = cml.state.tokens.find((one) => one.token === token)?.user;
  cml.state.tokens = cml.state.tokens.filter((one) => (everywhere ? one.user !== owner : one.token !== token));
}

function checkPassword(password: string): void {
  const reason =
    password.length < 8
      ? 'Length'
      : /^(password|12345678|qwertyui)$/.test(password)
        ? 'password in common word list'
        : undefined;
  if (reason) throw new Refusal(403, `Password validation failure! Reason: ${reason}`);
}

export interface UserChange {
  readonly username?: string | undefined;
  readonly fullname?: string | undefined;
  readonly description?: string | undefined;
  readonly email?: string | undefined;
  readonly admin?: boolean | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** @throws Refusal */
export function createUser(
  cml: Cml,
  { password, ...change }: UserChange & { username: string; password: string },
): User {
  if (cml.state.users.some(({ username }) => username === change.username)) {
    throw new Refusal(422, `User already exists: ${change.username}.`);
  }
  checkPassword(password);
  const at = cml.clock.now();
  const user: User = {
    id: newId(cml),
    password,
    admin: change.admin ?? false,
    username: change.username,
    fullname: change.fullname ?? '',
    description: change.description ?? '',
    email: change.email ?? '',
    createdAt: at,
    modifiedAt: at,
    groups: [...(change.groups ?? [])],
  };
  cml.state.users.push(user);
  return user;
}

/** @throws Refusal */
export function getUser(cml: Cml, id: string): User {
  const user = cml.state.users.find((one) => one.id === id);
  if (!user) throw notFound('User', id);
  return user;
}

export interface PasswordChange {
  readonly old_password?: string | undefined;
  readonly new_password: string;
}

/** A changed password or a changed role ends every session of the user. @throws Refusal */
export function changeUser(cml: Cml, user: User, change: UserChange & { password?: PasswordChange | undefined }): void {
  const { password, ...rest } = change;
  const kept = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const isPromoted = change.admin !== undefined && change.admin !== user.admin;
  if (password) changePassword(user, password);
  Object.assign(user, kept, { modifiedAt: cml.clock.now() });
  if (password || isPromoted) endSessions(cml, user);
}

function changePassword(user: User, { old_password: old, new_password: wanted }: PasswordChange): void {
  if (old !== undefined && old !== user.password) throw new Refusal(403, 'Old password is not correct.');
  checkPassword(wanted);
  Object.assign(user, { password: wanted });
}

function endSessions(cml: Cml, { id }: User): void {
  cml.state.tokens = cml.state.tokens.filter((one) => one.user !== id);
}

export function removeUser(cml: Cml, user: User): void {
  endSessions(cml, user);
  dissociate(cml, user.id);
  cml.state.users = cml.state.users.filter((one) => one !== user);
}

export interface GroupChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly members?: readonly string[] | undefined;
}

/** @throws Refusal */
export function createGroup(cml: Cml, change: GroupChange & { name: string }): Group {
  if (cml.state.groups.some(({ name }) => name === change.name))
    throw new Refusal(422, `Group already exists: ${change.name}.`);
  const at = cml.clock.now();
  const group = {
    id: newId(cml),
    name: change.name,
    description: change.description ?? '',
    createdAt: at,
    modifiedAt: at,
  };
  setMembers(cml, group, change.members ?? []);
  cml.state.groups.push(group);
  return group;
}

/** @throws Refusal */
export function getGroup(cml: Cml, id: string): Group {
  const group = cml.state.groups.find((one) => one.id === id);
  if (!group) throw notFound('Group', id);
  return group;
}

export function changeGroup(cml: Cml, group: Group, { members, ...change }: GroupChange): void {
  const kept = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  Object.assign(group, kept, { modifiedAt: cml.clock.now() });
  if (members) setMembers(cml, group, members);
}

export function removeGroup(cml: Cml, group: Group): void {
  setMembers(cml, group, []);
  dissociate(cml, group.id);
  cml.state.groups = cml.state.groups.filter((one) => one !== group);
}

/** Membership is kept at the user alone, so both sides always agree. @throws Refusal */
function setMembers(cml: Cml, { id }: Group, members: readonly string[]): void {
  for (const member of members) {
    if (!cml.state.users.some((user) => user.id === member)) throw new Refusal(400, `User does not exist: ${member}`);
  }
  for (const user of cml.state.users) {
    const others = user.groups.filter((group) => group !== id);
    Object.assign(user, { groups: members.includes(user.id) ? [...others, id] : others });
  }
}

export function groupMembers(cml: Cml, { id }: Group): string[] {
  return cml.state.users.filter(({ groups }) => groups.includes(id)).map((user) => user.id);
}
