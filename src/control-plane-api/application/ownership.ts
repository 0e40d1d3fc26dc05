import { type Actor, may } from '@lcm/core/domain/access';

/** A session of somebody else does not exist for those who may only see their own. */
export function maySee(actor: Actor, session: { readonly ownerId: string }): boolean {
  return session.ownerId === actor.id || may(actor, 'session:all') || may(actor, 'state:read');
}
