import { type Instant, instant } from '../../../kernel/index.ts';
import type { Worker } from '../../worker/index.ts';
import type { Concern } from '../concern.ts';

type Of = Omit<Concern, 'subject' | 'from'> & { readonly from?: Instant | undefined };

/** A concern about a worker, since it has its status where nothing else is said. */
export function about({ id, name, statusSince }: Worker, { from = statusSince, ...concern }: Of): Concern {
  return { ...concern, from, subject: { kind: 'worker', id, name } };
}

export function after({ statusSince }: Worker, ms: number): Instant {
  return instant(statusSince + ms);
}

/** Whether it is to go, or has gone: what it lacks for its work needs nobody any more. */
export function isLeaving({ desired, status }: Worker): boolean {
  return desired === 'terminated' || status === 'terminating' || status === 'terminated';
}
