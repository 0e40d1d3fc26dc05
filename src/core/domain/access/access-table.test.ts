import { expect, test } from 'vitest';
import {
  type Actor,
  accessTable,
  may,
  type Permission,
  personRoles,
  type Role,
  serviceRoles,
  whyNot,
} from './index.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its permissions
const permissions = Object.keys(accessTable) as Permission[];
const everyRole: readonly Role[] = [...personRoles, ...serviceRoles];

function actor(...roles: readonly Role[]): Actor {
  return { id: 'ana', name: 'Ana', roles };
}

test.each(permissions)('%s is for somebody, and not for everybody', (permission) => {
  const roles = everyRole.filter((role) => may(actor(role), permission));
  expect(roles.length).toBeGreaterThan(0);
  expect(roles.length).toBeLessThan(everyRole.length);
});

test('whoever may is told no reason, and whoever may not is told which role would do', () => {
  for (const permission of permissions) {
    for (const role of everyRole) {
      expect(whyNot(actor(role), permission) === undefined).toBe(may(actor(role), permission));
    }
  }
  expect(whyNot(actor('user'), 'worker:operate')).toBe('Needs the role manager or admin');
  expect(whyNot(actor('admin'), 'worker:report')).toBe('Only services may do this');
});

test('no person may speak for a service, and no service operates for people', () => {
  const internal: readonly Permission[] = [
    'worker:report',
    'worker:ask',
    'fleet:plan',
    'session:place',
    'session:report',
    'content:publish',
    'state:read',
  ];
  for (const permission of internal) expect(personRoles.filter((role) => may(actor(role), permission))).toEqual([]);
  const human: readonly Permission[] = [
    'worker:operate',
    'worker:manage',
    'definition:write',
    'session:all',
    'audit:read',
    'task:own',
    'task:department',
    'task:all',
    'system:manage',
  ];
  for (const permission of human) expect(serviceRoles.filter((role) => may(actor(role), permission))).toEqual([]);
});

test('several roles add up, and none is nothing', () => {
  expect(may(actor('user', 'manager'), 'session:all')).toBe(true);
  expect(permissions.filter((permission) => may(actor(), permission))).toEqual([]);
});
