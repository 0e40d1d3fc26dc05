import { type Actor, type Permission, whyNot } from '@lcm/core/domain/access';
import type { Rejection } from './operation.ts';

export interface Denied extends Rejection {
  readonly code: 'access.denied';
}

/** Why somebody may not do this; `undefined` when they may. */
export function deniedTo(actor: Actor, permission: Permission): Denied | undefined {
  const why = whyNot(actor, permission);
  if (why === undefined) return undefined;
  return { code: 'access.denied', message: `${why} (${permission}).`, details: { permission } };
}
