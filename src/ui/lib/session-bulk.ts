import type { Actor } from '@lcm/core/domain/access';
import { type BulkPlan, planFor } from './bulk.ts';
import { plural } from './format.ts';
import { whyNotTerminate } from './permissions.ts';
import type { Session } from './views.ts';

const worksOnIt: readonly Session['status'][] = ['running', 'collecting', 'grading'];

/** What ending it now means, by how far it has come. */
export function endOf({ status }: Pick<Session, 'status'>): string {
  if (status === 'pending') return 'It has no place yet; nothing needs to be given back.';
  if (status === 'scheduled') return 'Its place on the worker is given back.';
  if (worksOnIt.includes(status)) {
    return 'The candidate is cut off. Evidence that is not collected yet is lost, and the lab is wiped and deleted.';
  }
  return 'Its lab is wiped and deleted, and its place on the worker is given back.';
}

export function terminationPlan(actor: Actor, sessions: readonly Session[]): BulkPlan<Session> {
  return planFor(sessions, { whyNot: (session) => whyNotTerminate(actor, session), impactOn: endOf });
}

/** What ending all of these means, the worst first: who is cut off, what is destroyed, what becomes free. */
export function endOfAll(sessions: readonly Pick<Session, 'status'>[]): string {
  const cutOff = sessions.filter(({ status }) => worksOnIt.includes(status)).length;
  const booked = sessions.filter(({ status }) => status === 'pending' || status === 'scheduled').length;
  const prepared = sessions.length - cutOff - booked;
  const parts = [
    ...(cutOff === 0
      ? []
      : [`${plural(cutOff, 'candidate is', 'candidates are')} cut off in the middle of their work`]),
    ...(prepared === 0 ? [] : [`${plural(prepared, 'prepared lab is', 'prepared labs are')} wiped and deleted`]),
    ...(booked === 0 ? [] : [`${plural(booked, 'booking')} not begun yet ${booked === 1 ? 'is' : 'are'} given up`]),
  ];
  return `${parts.join('; ')}. This cannot be undone.`;
}
