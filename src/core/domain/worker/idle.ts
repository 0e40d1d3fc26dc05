import { type Instant, instant } from '../../kernel/index.ts';
import { reservationsAt } from './decide.ts';
import { windowsOf } from './maintenance-window.ts';
import { shiftsAround } from './timetable.ts';
import type { Use } from './use.ts';
import type { Reservation, Worker } from './worker.ts';

/** All in milliseconds. */
export interface IdleRule {
  /** Unused for so long, a worker is idle. */
  readonly idleMs: number;
  /** The same of one that the calendar brought up, and that only its sessions have used since; left out, the same. */
  readonly afterSessionsMs?: number | undefined;
  /** A worker that is booked within this is not switched off: it would hardly rest. */
  readonly keepsUpMs: number;
  /** Only false says that no worker is stopped for being unused. */
  readonly enabled?: boolean | undefined;
}

export type Idleness =
  | {
      readonly idle: true;
      readonly since: Instant;
      readonly lastActivityAt?: Instant | undefined;
      readonly nextBookingAt?: Instant | undefined;
    }
  /** `stopsAt`: when it will be idle if nothing else happens; absent while something that has no end keeps it up. */
  | { readonly idle: false; readonly because: readonly Use[]; readonly stopsAt?: Instant | undefined };

/**
 * Whether nobody works there or is about to: no session, no lab that runs, nothing done for a while, by anybody. What is
 * not known is in use.
 */
export function idlenessOf(worker: Worker, rule: IdleRule, at: Instant): Idleness {
  const because = usesOf(worker, rule, at);
  if (because.length > 0) return { idle: false, because, stopsAt: stopsAt(worker, rule, because) };
  const lastActivityAt = worker.activity?.lastAt;
  return { idle: true, since: lastUsedAt(worker), lastActivityAt, nextBookingAt: nextBooking(worker, at)?.from };
}

/** The reservation that begins next, or has begun; those that outstay their time are the sessions' business. */
export function nextBooking(worker: Worker, at: Instant): Reservation | undefined {
  return Object.values(worker.reservations)
    .filter(({ until }) => until > at)
    .toSorted((a, b) => a.from - b.from)[0];
}

function lastUsedAt({ idleSince, activity }: Worker): Instant {
  return instant(Math.max(idleSince, activity?.lastAt ?? 0));
}

function usesOf(worker: Worker, rule: IdleRule, at: Instant): readonly Use[] {
  const { status, desired } = worker;
  if (status !== 'running' || desired !== 'running') return [{ why: 'not-up', status }];
  return [
    ...settingsOf(worker, rule, at),
    ...plansOf(worker, rule, at),
    ...bookingsOf(worker, rule, at),
    ...activityOf(worker),
    ...recentUse(worker, rule, at),
  ];
}

function settingsOf(worker: Worker, rule: IdleRule, at: Instant): readonly Use[] {
  const { idleDetection, snoozedUntil } = worker;
  if (rule.enabled === false && !isByHours(worker, at)) return [{ why: 'detection-off-for-all' }];
  // The end of its hours is an order to stop, not a guess that nobody works there.
  if (idleDetection === false && !isByHours(worker, at)) return [{ why: 'detection-off' }];
  return snoozedUntil !== undefined && snoozedUntil > at ? [{ why: 'snoozed', until: snoozedUntil }] : [];
}

function plansOf(worker: Worker, { keepsUpMs }: IdleRule, at: Instant): readonly Use[] {
  const { now, next } = shiftsAround(worker, at);
  const shift = now ?? (next !== undefined && next.from - at <= keepsUpMs ? next : undefined);
  const window = windowsOf(worker).find(({ keepsUp, from, until }) => keepsUp && until > at && from - at <= keepsUpMs);
  return [
    ...(shift ? [{ why: 'timetable', until: shift.until } as const] : []),
    ...(window ? [{ why: 'maintenance', until: window.until } as const] : []),
  ];
}

/** Whether its hours say when it stops: they last, or nobody has used it since they ended. */
export function isByHours(worker: Worker, at: Instant): boolean {
  return shiftsAround(worker, at).now !== undefined || outlivedItsHours(worker, at);
}

/** Whether nobody has used it since its last hours ended. */
function outlivedItsHours(worker: Worker, at: Instant): boolean {
  const { last } = shiftsAround(worker, at);
  return last !== undefined && last.until >= lastUsedAt(worker);
}

function bookingsOf(worker: Worker, { keepsUpMs }: IdleRule, at: Instant): readonly Use[] {
  const count = reservationsAt(worker, at).length;
  if (count > 0) return [{ why: 'sessions', count }];
  const next = nextBooking(worker, at);
  return next !== undefined && next.from - at <= keepsUpMs ? [{ why: 'booked', from: next.from }] : [];
}

function activityOf({ activity }: Worker): readonly Use[] {
  if (activity === undefined) return [{ why: 'activity-unknown' }];
  const { running, byHand } = activity;
  return running > 0 ? [{ why: 'labs-running', count: running, byHand }] : [];
}

/** What sessions leave behind is seen a while after they have gone. */
const seenLateMs = 10 * 60_000;

/** It is there for them alone: the calendar asked for it, and nobody has done anything since the last of them. */
function servedOnlySessions({ desiredCause, idleSince, activity }: Worker): boolean {
  return desiredCause?.kind === 'booking' && (activity?.lastAt ?? 0) <= idleSince + seenLateMs;
}

/** Whoever did something so shortly before its hours ended may be about to go on. */
const afterHoursMs = 10 * 60_000;

function recentUse(worker: Worker, rule: IdleRule, at: Instant): readonly Use[] {
  const { idleMs } = rule;
  const last = lastUsedAt(worker);
  const unusedMs = servedOnlySessions(worker) ? Math.min(rule.afterSessionsMs ?? idleMs, idleMs) : idleMs;
  const until = instant(last + (outlivedItsHours(worker, at) ? Math.min(unusedMs, afterHoursMs) : unusedMs));
  return until > at ? [{ why: 'used', lastUsedAt: last, until }] : [];
}

function stopsAt(worker: Worker, { keepsUpMs }: IdleRule, because: readonly Use[]): Instant | undefined {
  const ends = because.map((use) => ('until' in use ? use.until : undefined));
  const known = ends.filter((end) => end !== undefined);
  if (known.length < ends.length) return undefined;
  const end = instant(Math.max(...known));
  const next = nextBooking(worker, end);
  return next !== undefined && next.from - end <= keepsUpMs ? undefined : end;
}
