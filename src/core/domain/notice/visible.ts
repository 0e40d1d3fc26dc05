import { type Actor, may } from '../access/index.ts';
import type { Notice } from './notice.ts';

type Seen = Pick<Notice, 'session' | 'to'>;

/** Operators see all; everybody what they themselves are told of their own sessions. */
export function maySeeNotice(actor: Actor, notice: Seen): boolean {
  return may(actor, 'session:all') || ownerOfNotice(notice) === actor.id;
}

/** Whose it is to see beside operators; what only operators are told is nobody's. */
export function ownerOfNotice({ session, to }: Seen): string | undefined {
  if (to.audience !== 'owner') return undefined;
  return session?.ownerId ?? ('person' in to ? to.person : undefined);
}
