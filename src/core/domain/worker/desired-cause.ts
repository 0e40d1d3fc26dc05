import type { Instant } from '../../kernel/index.ts';
import type { DesiredStatus } from './lifecycle.ts';

/** Why something of ours, and no person, wants the worker to run or to stop; as data. */
export type DesiredCause =
  | {
      readonly kind: 'idle';
      /** Who decided it, for people who ask. */
      readonly by: string;
      readonly since: Instant;
      readonly lastActivityAt?: Instant | undefined;
      readonly nextBookingAt?: Instant | undefined;
    }
  | { readonly kind: 'booking' | 'timetable' | 'maintenance' }
  /** A stop that was asked for because nobody used the worker, and is taken back because somebody does. */
  | { readonly kind: 'use' };

/** Why a worker will be asked to run or to stop, with nobody asking for it. */
export const stepCauses = ['idle', 'booking', 'timetable', 'maintenance', 'drain'] as const;

export interface Wish {
  readonly desired: DesiredStatus;
  readonly desiredCause?: Pick<DesiredCause, 'kind'> | undefined;
}

/** Whether it is to be stopped because nobody uses it, and for no other reason. */
export function isResting({ desired, desiredCause }: Wish): boolean {
  return desired === 'stopped' && desiredCause?.kind === 'idle';
}
