import { type Access, type Actor, may, personRoles, type Role, serviceRoles } from '@lcm/core/domain/access';
import type { FastifyInstance } from 'fastify';
import { prefixesOf, type Route } from '../http/route.ts';

export const everyRole: readonly Role[] = [...personRoles, ...serviceRoles];

export interface Step {
  readonly route: string;
  readonly role: Role | 'nobody' | 'nothing';
  readonly expected: 'let in' | 401 | 403;
  readonly found: 'let in' | 401 | 403;
}

/** Every route with every role, with none and with nobody: what the table says, and what the server does. */
export async function walk<Deps>(app: FastifyInstance, routes: readonly Route<Deps>[]): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const places = routes.flatMap((route) => prefixesOf(route).map((prefix) => ({ ...route, prefix })));
  for (const { method, path, operation, prefix } of places) {
    for (const role of [...everyRole, 'nobody', 'nothing'] as const) {
      const answer = await app.inject({
        method: verbs[method],
        url: `${prefix}${path.replaceAll(/\{\w+\}/g, 'x')}`,
        headers: role === 'nobody' ? {} : { authorization: `Bearer ${role}` },
      });
      const status = answer.statusCode;
      const found = status === 401 || status === 403 ? status : 'let in';
      steps.push({ route: `${method} ${prefix}${path}`, role, expected: expectation(operation.allow, role), found });
    }
  }
  return steps;
}

const verbs = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

function expectation(allow: Access, role: Step['role']): Step['expected'] {
  if (allow === 'public') return 'let in';
  if (role === 'nobody') return 401;
  const actor: Actor = { id: 'someone', name: 'Someone', roles: role === 'nothing' ? [] : [role] };
  return may(actor, allow) ? 'let in' : 403;
}
