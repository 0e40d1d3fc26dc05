import type { Session } from '../domain/session/index.ts';
import { type Claim, effectiveCapacity, peakUsage, shortages, type Worker, windowsOf } from '../domain/worker/index.ts';
import { type Instant, instant, toIso } from '../kernel/index.ts';
import { claimsOf } from './fleet.ts';
import type { PlacementSettings } from './settings.ts';

/** Whether a session may stay longer where it is, and if not until when. */
export type ExtensionAnswer =
  | { readonly granted: true; readonly end: Instant; readonly until: Instant; readonly summary: string }
  | { readonly granted: false; readonly latestEnd: Instant | undefined; readonly summary: string };

type Placed = Session & { readonly timeslot: NonNullable<Session['timeslot']> };

/**
 * Pure: a longer stay needs room from where its reservation ends until the new end and the clean-up after it. Nobody else is
 * moved for it. When it does not fit, the latest end that does is named, unless that is the end it has.
 */
export function extensionOn(
  { placement, timeslot, definition, wish }: Placed,
  worker: Worker,
  { settings, now }: { readonly settings: PlacementSettings; readonly now: Instant },
): ExtensionAnswer | undefined {
  if (placement === undefined || wish?.kind !== 'extend') return undefined;
  const others = claimsOf(without(worker, placement.reservationId), now, settings);
  const tail = Math.max(placement.until - timeslot.end, settings.teardownMs);
  const until = instant(wish.end + tail);
  const asked = { worker, others, amounts: definition.needs, from: placement.until };
  if (worker.desired === 'terminated')
    return refusal({ ...asked, latest: undefined, because: 'it is to be terminated' });
  const free = freeUntil(asked, until);
  if (free >= until) return { granted: true, end: wish.end, until, summary: `it ends at ${toIso(wish.end)} now` };
  const latest = instant(free - tail);
  return refusal({
    ...asked,
    latest: latest > timeslot.end ? latest : undefined,
    because: 'others have its place then',
  });
}

interface Stay {
  readonly worker: Worker;
  readonly others: readonly Claim[];
  readonly amounts: Session['definition']['needs'];
  readonly from: Instant;
}

/** How long the place after `from` stays free. Room only shrinks where something begins. */
function freeUntil({ worker, others, amounts, from }: Stay, until: Instant): Instant {
  const maintenance = windowsOf(worker).filter((window) => window.until > from && window.from < until);
  const begins = [...others, ...maintenance].map((each) => each.from).filter((at) => at > from && at < until);
  const marks = [from, ...begins.toSorted((a, b) => a - b), until];
  for (const [index, at] of marks.entries()) {
    const next = marks[index + 1];
    if (next === undefined || next === at) continue;
    const isMaintained = maintenance.some((window) => window.from <= at && window.until > at);
    const short = shortages(effectiveCapacity(worker), peakUsage(others, at, next), amounts);
    if (isMaintained || Object.keys(short).length > 0) return at;
  }
  return until;
}

function refusal({
  worker,
  latest,
  because,
}: Stay & { readonly latest: Instant | undefined; readonly because: string }): ExtensionAnswer {
  const possible = latest === undefined ? 'it cannot stay longer' : `it can stay until ${toIso(latest)} at most`;
  return { granted: false, latestEnd: latest, summary: `${possible} on ${worker.name}: ${because}` };
}

function without(worker: Worker, reservationId: string): Worker {
  const reservations = Object.fromEntries(Object.entries(worker.reservations).filter(([id]) => id !== reservationId));
  return { ...worker, reservations };
}
