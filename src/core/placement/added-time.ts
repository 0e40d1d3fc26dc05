import type { Instant } from '../kernel/index.ts';
import { leadMs } from './leads.ts';
import type { Seat } from './seat.ts';
import type { PlacementSettings } from './settings.ts';
import { isInUse, lastEnd, levelAt, type Span } from './timeline.ts';

/** What it costs to bring a host up once more: a shorter gap between two sessions is run through. */
export interface Rests {
  readonly bootMs: number;
  readonly now: Instant;
}

export function restsOf(
  { worker }: Seat,
  { settings, now }: { readonly settings: PlacementSettings; readonly now: Instant },
): Rests {
  return { bootMs: leadMs('restart', worker, settings), now };
}

/** For how much longer the host is up if the span is booked on it: not at all where others keep it up anyway. */
export function addedMs(seat: Seat, { from, until }: Span, rests: Rests): number {
  const { times, levels } = seat.timeline;
  const start = levelAt(times, from);
  const last = Math.max(lastEnd(seat.timeline, start, from), upUntil(seat, rests));
  let added = until - from + costOf(from - last, rests);
  let before = last;
  for (let index = start; index < times.length; index += 1) {
    const [begin = 0, end = begin] = [times[index], times[index + 1]];
    if (end <= from || !isInUse(levels[index])) continue;
    added -= costOf(begin - before, rests) + Math.max(0, Math.min(end, until) - Math.max(begin, from));
    if (begin >= until) return added + costOf(begin - until, rests);
    if (end >= until) return added;
    before = end;
  }
  return added;
}

/** For how long the host will be up from now on, for all that is booked on it. */
export function upMs(seat: Seat, rests: Rests): number {
  const { times, levels } = seat.timeline;
  let last = upUntil(seat, rests);
  let sum = 0;
  for (const [index, level] of levels.entries()) {
    const [from, until] = [Math.max(times[index] ?? 0, rests.now), times[index + 1] ?? 0];
    if (until <= rests.now || !isInUse(level)) continue;
    sum += until - from + costOf(from - last, rests);
    last = until;
  }
  return sum;
}

/** A host that runs is there now, whatever is booked. */
export function upUntil({ worker }: Seat, { now }: Rests): number {
  return worker.status === 'running' && worker.desired === 'running' ? now : Number.NEGATIVE_INFINITY;
}

function costOf(gapMs: number, { bootMs }: Rests): number {
  return Math.min(Math.max(0, gapMs), bootMs);
}
