import type { SessionEvent } from '@lcm/core/domain/session';
import type { SessionStep } from './auditor.ts';

/** What befalls sessions beside going from one state to the next. */
const told = {
  SessionExtended: 'extended',
  SessionMoved: 'moved',
  SessionRequeued: 'requeued',
  SessionPlaceLost: 'placed anew',
  SessionResetStarted: 'reset',
  SessionHostLost: 'lost their host',
  SessionReplaced: 'went on elsewhere',
  SessionSuspended: 'paused',
  SessionHandedOut: 'handed out',
  SessionWishRefused: 'wishes refused',
} as const satisfies Partial<Record<SessionEvent['type'], string>>;

/** How often each of it happened, so that a run shows what it is made of. */
export class Happened {
  readonly counts: Record<string, number> = {};

  moved({ before, after, commit }: SessionStep): void {
    for (const [type, words] of Object.entries(told))
      if (commit.events.some((event) => event.type === type)) this.#count(words);
    if (before !== undefined) return;
    if (after.cohort !== undefined) this.#count('seats of classes');
    if (after.restartOf !== undefined) this.#count('restarts');
  }

  #count(words: string): void {
    this.counts[words] = (this.counts[words] ?? 0) + 1;
  }
}
