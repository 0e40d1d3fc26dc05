import { z } from 'zod';
import { Refusal } from '../model/cml.ts';
import type { Group, User } from '../model/state.ts';
import * as users from '../model/users.ts';
import { body, type Call, done, id, ok, type Route, route } from './route.ts';
import { groupView, userView } from './views.ts';

const common = {
  fullname: z.string().max(128).optional(),
  description: z.string().max(4096).optional(),
  email: z.string().max(128).optional(),
  admin: z.boolean().optional(),
  groups: z.array(z.string()).optional(),
  associations: z.unknown().optional(),
  resource_pool: z.unknown().optional(),
  opt_in: z.unknown().optional(),
  tour_version: z.unknown().optional(),
  pubkey: z.unknown().optional(),
};
const username = z.string().min(1).max(32);
const create = z.strictObject({ ...common, username, password: z.string() });
const update = z.strictObject({
  ...common,
  username: username.optional(),
  password: z.strictObject({ old_password: z.string().optional(), new_password: z.string() }).optional(),
});
const groupUpdate = z.strictObject({
  name: z.string().min(1).max(64).optional(),
  description: z.string().max(4096).optional(),
  members: z.array(z.string()).optional(),
  associations: z.unknown().optional(),
  labs: z.unknown().optional(),
});
const groupCreate = groupUpdate.extend({ name: z.string().min(1).max(64) });

const known = ({ fullname, description, email, admin, groups }: z.infer<typeof update> | z.infer<typeof create>) => ({
  fullname,
  description,
  email,
  admin,
  groups,
});

/** One's own account, or anybody's for an administrator. */
function own(call: Call): User {
  const user = users.getUser(call.cml, id(call, 'user'));
  if (!call.user.admin && user !== call.user) throw new Refusal(403, 'User does not have required access.');
  return user;
}

const group = (call: Call): Group => users.getGroup(call.cml, id(call, 'group'));

export const userRoutes: readonly Route[] = [
  route(['GET', '/users'], ({ cml }) => ok(cml.state.users.map((user) => userView(cml, user)))),
  route(['POST', '/users', 'admin'], (call) => {
    const given = body(call, create);
    const user = users.createUser(call.cml, { ...known(given), username: given.username, password: given.password });
    return ok(userView(call.cml, user), 201);
  }),
  route(['GET', '/users/:user'], (call) => ok(userView(call.cml, own(call)))),
  route(['PATCH', '/users/:user'], (call) => {
    const user = own(call);
    const given = body(call, update);
    users.changeUser(call.cml, user, { ...known(given), username: given.username, password: given.password });
    return ok(userView(call.cml, user));
  }),
  route(['DELETE', '/users/:user', 'admin'], (call) => {
    users.removeUser(call.cml, own(call));
    return done;
  }),
  route(['GET', '/users/:user/id'], ({ cml, params }) => {
    const found = cml.state.users.find((user) => user.username === params['user']);
    if (!found) throw new Refusal(404, `User does not exist: ${params['user']}`);
    return ok(found.id);
  }),
  route(['GET', '/users/:user/groups'], (call) => ok(own(call).groups)),
  route(['GET', '/groups'], ({ cml }) => ok(cml.state.groups.map((one) => groupView(cml, one)))),
  route(['POST', '/groups', 'admin'], (call) => {
    const { name, description, members } = body(call, groupCreate);
    return ok(groupView(call.cml, users.createGroup(call.cml, { name, description, members })), 201);
  }),
  route(['GET', '/groups/:group'], (call) => ok(groupView(call.cml, group(call)))),
  route(['PATCH', '/groups/:group', 'admin'], (call) => {
    const { name, description, members } = body(call, groupUpdate);
    users.changeGroup(call.cml, group(call), { name, description, members });
    return ok(groupView(call.cml, group(call)));
  }),
  route(['DELETE', '/groups/:group', 'admin'], (call) => {
    users.removeGroup(call.cml, group(call));
    return done;
  }),
  route(['GET', '/groups/:group/id'], ({ cml, params }) => {
    const found = cml.state.groups.find((one) => one.name === params['group']);
    if (!found) throw new Refusal(404, `Group does not exist: ${params['group']}`);
    return ok(found.id);
  }),
  route(['GET', '/groups/:group/members'], (call) => ok(users.groupMembers(call.cml, group(call)))),
  route(['GET', '/groups/:group/labs'], (call) => (group(call), ok([]))),
];
