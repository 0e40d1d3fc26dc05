import type { BookingPriority } from '@lcm/core/domain/session';
import { fromLocalInput, toLocalInput } from './format.ts';
import type { Booking } from './session-api.ts';
import type { Definition, Template, Worker } from './views.ts';

/** What is typed, as it is typed. */
export interface BookingDraft {
  readonly when: 'asap' | 'at';
  readonly start: string;
  readonly durationMinutes: string;
  readonly name: string;
  readonly ownerId: string;
  /** Empty: anywhere. */
  readonly region: string;
  readonly isRegionOnly: boolean;
  readonly priority: BookingPriority;
  /** A webhook; empty: nowhere. */
  readonly tellAt: string;
}

export const quickStarts = [
  { label: 'in 3 min', ms: 3 * 60_000 },
  { label: 'in 10 min', ms: 10 * 60_000 },
  { label: 'in 1 h', ms: 3600_000 },
] as const;

const minuteMs = 60_000;

export function draftFor(definition: Definition): BookingDraft {
  return {
    when: 'asap',
    start: '',
    durationMinutes: String(definition.durationMinutes),
    name: '',
    ownerId: '',
    region: '',
    isRegionOnly: false,
    priority: 'normal',
    tellAt: '',
  };
}

export function nextMinute(atMs: number): number {
  return Math.ceil(atMs / minuteMs) * minuteMs;
}

/** A start as the input shows it, on the next whole minute: an earlier one would lie before what was promised. */
export function startingAt(draft: BookingDraft, atMs: number): BookingDraft {
  return { ...draft, when: 'at', start: toLocalInput(nextMinute(atMs)) };
}

/** What is wrong with a draft, in words; `undefined` when it can be asked. */
export function faultOf(draft: BookingDraft, definition: Definition, now: number): string | undefined {
  const minutes = Number(draft.durationMinutes);
  if (!Number.isInteger(minutes) || minutes < 1) return 'The duration is a whole number of minutes';
  if (minutes > definition.maxDurationMinutes) return `At most ${definition.maxDurationMinutes} minutes`;
  if (draft.when === 'asap') return undefined;
  const start = fromLocalInput(draft.start);
  if (start === undefined) return 'Choose a time';
  return start < now ? 'That time has passed' : undefined;
}

/** Where sessions can be at all; nobody is asked while there is one place only. */
export function regionsOf(templates: readonly Template[], workers: readonly Worker[]): readonly string[] {
  const live = workers.filter(({ status }) => status !== 'terminated');
  const made = templates.filter(({ enabled }) => enabled);
  return [...new Set([...live, ...made].map(({ spec }) => spec.region))].toSorted();
}

export function bookingOf(draft: BookingDraft, definition: Definition): Booking {
  const start = draft.when === 'at' ? fromLocalInput(draft.start) : undefined;
  const name = draft.name.trim();
  const ownerId = draft.ownerId.trim();
  const tellAt = draft.tellAt.trim();
  return {
    definitionId: definition.id,
    durationMinutes: Number(draft.durationMinutes),
    ...(start === undefined ? {} : { start: new Date(start).toISOString() }),
    ...(name === '' ? {} : { name }),
    ...(ownerId === '' ? {} : { ownerId }),
    ...regionIn(draft),
    ...(draft.priority === 'normal' ? {} : { priority: draft.priority }),
    ...(tellAt === '' ? {} : { notify: { webhook: tellAt } }),
  };
}

function regionIn({ region, isRegionOnly }: BookingDraft): Pick<Booking, 'region' | 'regionOnly'> {
  if (region === '') return {};
  return isRegionOnly ? { region, regionOnly: true } : { region };
}
