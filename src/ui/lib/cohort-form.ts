import { mostSeats } from '@lcm/core/domain/session';
import { fromLocalInput } from './format.ts';
import type { CohortBooking, Definition } from './views.ts';

/** What is typed, as it is typed. */
export interface CohortDraft {
  readonly name: string;
  readonly start: string;
  readonly seats: string;
  /** One on a line, or separated by commas. */
  readonly owners: string;
  readonly isAllNeeded: boolean;
}

export const emptyCohort: CohortDraft = { name: '', start: '', seats: '10', owners: '', isAllNeeded: true };

export function ownersIn({ owners }: Pick<CohortDraft, 'owners'>): readonly string[] {
  return owners.split(/[\s,;]+/).filter((owner) => owner !== '');
}

/** What is wrong with a draft, in words; `undefined` when it can be asked. */
export function cohortFault(draft: CohortDraft, now: number): string | undefined {
  const seats = Number(draft.seats);
  const owners = ownersIn(draft).length;
  const start = fromLocalInput(draft.start);
  if (draft.name.trim() === '') return 'Give the cohort a name';
  if (!Number.isInteger(seats) || seats < 1 || seats > mostSeats) return `Between 1 and ${mostSeats} seats`;
  if (owners > seats) return `There are ${owners} people for ${seats} seats`;
  if (start === undefined) return 'Choose a time';
  return start <= now ? 'That time has passed' : undefined;
}

export function cohortBookingOf(draft: CohortDraft, { id, durationMinutes }: Definition): CohortBooking {
  const ownerIds = [...ownersIn(draft)];
  return {
    definitionId: id,
    name: draft.name.trim(),
    mode: draft.isAllNeeded ? 'all-or-nothing' : 'as-many-as-possible',
    start: new Date(fromLocalInput(draft.start) ?? 0).toISOString(),
    durationMinutes,
    seats: Number(draft.seats),
    ...(ownerIds.length > 0 && { ownerIds }),
  };
}
