import { readFile } from 'node:fs/promises';
import { type PersonRole, personRoles } from '@lcm/core/domain/access';
import * as z from 'zod';

/** Somebody the embedded identity provider knows. */
export interface User {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly department?: string | undefined;
  readonly email?: string | undefined;
  /** `Europe/Berlin` */
  readonly zoneinfo?: string | undefined;
  /** As `hashPassword` makes it. */
  readonly password: string;
}

/** What came of a user name and a password. */
export type LoginOutcome =
  | { readonly is: 'user'; readonly user: User }
  | { readonly is: 'wrong' }
  | { readonly is: 'too-many' };

/** Of `test`, which the demo's login page tells everybody anyway: no cost of hashing could protect it. */
const demoPassword = 'scrypt$1024$8$1$EK7jT-JTGGwW5MyT2BVviA$H3fKGhADskOKzGkAuQFmt58WKVdh2DTIrudwxYdhkt8';

/** Only there while the demo is on. Their mail goes nowhere: nobody can have such a domain. */
export const demoUsers: readonly User[] = [
  demoUser({ username: 'admin', name: 'Ada Admin', roles: ['admin'], department: 'operations' }),
  demoUser({ username: 'manager', name: 'Max Manager', roles: ['manager'], department: 'operations' }),
  demoUser({ username: 'author', name: 'Alex Author', roles: ['lab-author'], department: 'training' }),
  demoUser({ username: 'user', name: 'Uma User', roles: ['user'], department: 'training' }),
  demoUser({ username: 'user2', name: 'Udo User', roles: ['user'], department: 'training' }),
];

function demoUser(user: Omit<User, 'password' | 'email'>): User {
  return { ...user, email: `${user.username}@lablets.example`, password: demoPassword };
}

const UserFile = z.array(
  z.strictObject({
    username: z.string().regex(/^[\w.@-]{1,64}$/),
    name: z.string().min(1).max(100),
    roles: z.array(z.enum(personRoles)),
    department: z.string().min(1).max(100).optional(),
    email: z.email().max(254).optional(),
    zoneinfo: z.string().min(1).max(64).optional(),
    password: z.string().startsWith('scrypt$'),
  }),
);

/** The operator's own users, if there is such a file. @throws Error when it is not as it should be: nobody is guessed */
export async function readUsers(path: string): Promise<readonly User[]> {
  try {
    return UserFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new Error(`${path} is no list of users`, { cause: error });
  }
}
