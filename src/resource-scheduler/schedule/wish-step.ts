import type { Session } from '@lcm/core/domain/session';
import type { Reservation, Worker } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import type { Decision } from '@lcm/core/placement';

type Placed = Extract<Decision, { kind: 'place' }>;

/** What the scheduler answers to a session that wants more time or another place. */
export type WishStep =
  | {
      readonly do: 'extend';
      readonly session: Session;
      readonly worker: Worker;
      readonly end: Instant;
      readonly until: Instant;
      readonly summary: string;
    }
  | {
      /** On its own worker, overlapping what it has: one reservation that is wide enough for both, until it is told. */
      readonly do: 'shift';
      readonly session: Session;
      readonly reservation: Reservation;
      readonly placed: Placed;
    }
  | {
      readonly do: 'move';
      readonly session: Session;
      readonly reservation: Reservation;
      readonly placed: Placed;
      /** Nobody has asked for it: only the calendar gains. */
      readonly isUnasked?: true | undefined;
    }
  | {
      readonly do: 'refuse-wish';
      readonly session: Session;
      readonly kind: 'extend' | 'move' | 'replace';
      readonly summary: string;
      readonly latestEnd?: Instant | undefined;
    };
