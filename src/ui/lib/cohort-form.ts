import { type BookingPriority, mostSeats } from '@lcm/core/domain/session';
import { fromLocalInput, plural } from './format.ts';
import type { CohortBooking, Definition } from './views.ts';

/** What is typed, as it is typed. */
export interface CohortDraft {
  readonly name: string;
  readonly start: string;
  readonly seats: string;
  /** One on a line, or separated by commas. */
  readonly owners: string;
  readonly isAllNeeded: boolean;
  readonly priority: BookingPriority;
  /** In minutes; empty: as the definition says. */
  readonly duration: string;
}

export const emptyCohort: CohortDraft = {
  name: '',
  start: '',
  seats: '10',
  owners: '',
  isAllNeeded: true,
  priority: 'normal',
  duration: '',
};

/** Undefined where what is typed is no duration of the definition. */
export function minutesOf(
  { duration }: Pick<CohortDraft, 'duration'>,
  { durationMinutes, maxDurationMinutes }: Pick<Definition, 'durationMinutes' | 'maxDurationMinutes'>,
): number | undefined {
  const minutes = duration === '' ? durationMinutes : Number(duration);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= maxDurationMinutes ? minutes : undefined;
}

export function ownersIn({ owners }: Pick<CohortDraft, 'owners'>): readonly string[] {
  return owners.split(/[\s,;]+/).filter((owner) => owner !== '');
}

/** What is wrong with a draft, in words; `undefined` when it can be asked. */
export function cohortFault(draft: CohortDraft, definition: Definition, now: number): string | undefined {
  const seats = Number(draft.seats);
  const owners = ownersIn(draft).length;
  if (draft.name.trim() === '') return 'Give the cohort a name';
  if (!Number.isInteger(seats) || seats < 1 || seats > mostSeats) return `Between 1 and ${mostSeats} seats`;
  if (owners > seats) return `There are ${owners} people for ${plural(seats, 'seat')}`;
  if (minutesOf(draft, definition) === undefined) return `Between 1 and ${definition.maxDurationMinutes} minutes`;
  return startFault(draft, now);
}

function startFault(draft: CohortDraft, now: number): string | undefined {
  const start = fromLocalInput(draft.start);
  if (start === undefined) return 'Choose a time';
  return start <= now ? 'That time has passed' : undefined;
}

export function cohortBookingOf(draft: CohortDraft, definition: Definition): CohortBooking {
  const ownerIds = [...ownersIn(draft)];
  return {
    definitionId: definition.id,
    name: draft.name.trim(),
    mode: draft.isAllNeeded ? 'all-or-nothing' : 'as-many-as-possible',
    start: new Date(fromLocalInput(draft.start) ?? 0).toISOString(),
    durationMinutes: minutesOf(draft, definition) ?? definition.durationMinutes,
    seats: Number(draft.seats),
    ...(ownerIds.length > 0 && { ownerIds }),
    ...(draft.priority !== 'normal' && { priority: draft.priority }),
  };
}
