import {
  type Idleness,
  idleInWords,
  idlenessOf,
  nextBooking,
  reservationsAt,
  type stepCauses,
  type Use,
  type Worker,
} from '../domain/worker/index.ts';
import { type Instant, instant, toIso } from '../kernel/index.ts';
import { idleRuleOf } from './fleet.ts';
import { bookingInWords, isStillWanted, upLeadOf, wakeLeadOf } from './plan-fleet.ts';
import type { PlacementSettings } from './settings.ts';
import { upTimesOf } from './up-times.ts';

/** What a worker will be asked to do by itself, and when, if nothing else happens. */
export interface ForeseenStep {
  readonly at: Instant;
  readonly to: 'running' | 'stopped';
  readonly cause: (typeof stepCauses)[number];
  readonly reason: string;
}

interface Now {
  readonly settings: PlacementSettings;
  readonly now: Instant;
}

/** The first of them, by the rules that the scheduler decides by; undefined: it stays as it is as far as one can see. */
export function foreseenStep(worker: Worker, settings: PlacementSettings, now: Instant): ForeseenStep | undefined {
  const at = { settings, now };
  return [...starts(worker, at), ...stops(worker, at), ...endOfDrain(worker, at)].toSorted((a, b) => a.at - b.at)[0];
}

function starts(worker: Worker, { settings, now }: Now): readonly ForeseenStep[] {
  if (worker.desired !== 'stopped') return [];
  const due = (from: Instant, leadMs: number): Instant => instant(Math.max(now, from - leadMs));
  const next = nextBooking(worker, now);
  const wakeLeadMs = wakeLeadOf(worker, settings, now);
  const upLeadMs = upLeadOf(worker, settings, now);
  const forHours = upTimesOf(worker, now)
    .filter(({ from }) => isStillWanted(worker, from - upLeadMs))
    .map(({ from, cause, reason }) => ({ at: due(from, upLeadMs), to: 'running', cause, reason }) as const);
  if (next === undefined || wakeLeadMs < 0) return forHours;
  return [
    { at: due(next.from, wakeLeadMs), to: 'running', cause: 'booking', reason: bookingInWords(next) },
    ...forHours,
  ];
}

/** Weekly hours may follow each other for ever: so many ends are looked beyond, and no more. */
const mostHops = 12;

/** What keeps it up has an end; what keeps it up then may have one too. */
function stops(worker: Worker, { settings, now }: Now): readonly ForeseenStep[] {
  const rule = idleRuleOf(worker, settings);
  let [at, last]: [Instant, Use | undefined] = [now, undefined];
  for (let hop = 0; hop < mostHops; hop += 1) {
    const then = afterSessions(worker, { now, at });
    const found = idlenessOf(then, rule, at);
    if (found.idle) return [{ at, to: 'stopped', ...stopWords(last, { found, at }) }];
    const ends = found.because.map((use) => ({ use, until: endOf(use, then, at) }));
    const until = Math.max(...ends.map((end) => end.until));
    if (!Number.isFinite(until)) return [];
    at = instant(until);
    last = ends.find((end) => end.until === until)?.use;
  }
  return [];
}

/** The worker as it will be when sessions end as they are booked. One that outstays its time already ends who knows when. */
export function afterSessions(worker: Worker, { now, at }: { readonly now: Instant; readonly at: Instant }): Worker {
  const over = Object.entries(worker.reservations).filter(([, { until }]) => until > now && until <= at);
  if (over.length === 0) return worker;
  const gone = over.map(([id]) => id);
  const left = Object.entries(worker.reservations).filter(([id]) => !gone.includes(id));
  const idleSince = instant(Math.max(worker.idleSince, ...over.map(([, { until }]) => until)));
  return { ...worker, idleSince, reservations: Object.fromEntries(left) };
}

/** Infinite where nobody knows. */
function endOf(use: Use, worker: Worker, at: Instant): number {
  if ('until' in use) return use.until;
  const held = reservationsAt(worker, at).map(({ until }) => until);
  if (use.why === 'sessions') return held.every((until) => until > at) ? Math.max(...held) : Number.POSITIVE_INFINITY;
  return use.why === 'booked' ? (nextBooking(worker, at)?.until ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

const ends = { timetable: 'its hours are over', maintenance: 'its maintenance is over' } as const;

function stopWords(
  last: Use | undefined,
  { found, at }: { readonly found: Extract<Idleness, { idle: true }>; readonly at: Instant },
): Pick<ForeseenStep, 'cause' | 'reason'> {
  if (last === undefined) return { cause: 'idle', reason: idleInWords(found, at) };
  if (last.why === 'timetable' || last.why === 'maintenance') {
    return { cause: last.why, reason: `${ends[last.why]}, unless somebody uses it then` };
  }
  return { cause: 'idle', reason: 'nobody uses it by then, if that stays so' };
}

/** Once the last session has gone; one that outstays its time is waited for. */
function endOfDrain({ status, reservations }: Worker, { now }: Now): readonly ForeseenStep[] {
  if (status !== 'draining') return [];
  const at = instant(Math.max(now, ...Object.values(reservations).map(({ until }) => until)));
  return [{ at, to: 'stopped', cause: 'drain', reason: `it is drained; its last session ends ${toIso(at)}` }];
}
