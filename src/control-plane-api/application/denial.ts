import { type Access, type Actor, whyNot } from '@lcm/core/domain/access';

/** Why they may not, as an answer; undefined when they may. */
export function denialOf(actor: Actor, permission: Access) {
  const why = permission === 'public' ? undefined : whyNot(actor, permission);
  if (why === undefined) return undefined;
  return { code: 'access.denied', message: `${why} (${permission}).`, details: { permission } } as const;
}
