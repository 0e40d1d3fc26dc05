import type { Role } from '@lcm/core/domain/access';
import { instant } from '@lcm/core/kernel';
import type { Authenticator, Identity } from '../auth/identity.ts';

/** For tests of what comes after the login: the bearer token says the roles, as in `Bearer admin,user`. */
export const stubAuth: Authenticator = {
  async identify({ authorization }) {
    const text = authorization?.replace(/^Bearer /, '');
    return text === undefined ? undefined : identityWith(text.split(',').filter((role) => role !== 'nothing'));
  },
  async recheck(identity) {
    return identity;
  },
};

function identityWith(roles: readonly string[]): Identity {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests name roles that there are
  const actor = { id: 'someone', name: 'Someone', roles: roles as readonly Role[] };
  return { via: 'bearer', actor, expiresAt: instant(1e15) };
}
