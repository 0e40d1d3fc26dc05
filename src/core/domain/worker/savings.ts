import { fromIso, type Instant, toIso } from '../../kernel/index.ts';

/** Time a host did not run though it might have, and what that time costs by its list price. */
export interface Saved {
  readonly ms: number;
  readonly usd: number;
}

/** One time that the worker was stopped because nobody used it, with the decision that did it. */
export interface RestInterval {
  readonly decidedAt: Instant;
  readonly by: string;
  readonly reason: string;
  readonly from: Instant;
  /** Absent while it lasts. */
  readonly until?: Instant | undefined;
}

/** What stopping an idle worker saved against one that is always on. Stops by people are not counted. */
export interface Savings {
  readonly since: Instant;
  readonly stops: number;
  /** Of those, ended because a session needed the worker. */
  readonly starts: number;
  /** Of what is over; `savedBy` adds what lasts. */
  readonly total: Saved;
  /** By the calendar of UTC: `2026-11-21` and `2026-11`, and what was saved in them. */
  readonly day: Saved & { readonly of: string };
  readonly month: Saved & { readonly of: string };
  /** The newest first. */
  readonly recent: readonly RestInterval[];
}

const nothing: Saved = { ms: 0, usd: 0 };

export function noSavings(at: Instant): Savings {
  const [day, month] = namesOf(at);
  const of = { total: nothing, day: { ...nothing, of: day }, month: { ...nothing, of: month } };
  return { since: at, stops: 0, starts: 0, ...of, recent: [] };
}

/** What was saved by an instant, with what lasts then; in the day and month of that instant. */
export function savedBy(
  savings: Savings,
  hourlyCostUsd: number,
  now: Instant,
): Pick<Savings, 'total' | 'day' | 'month'> {
  const from = openSince(savings) ?? now;
  const [day, month] = namesOf(now);
  const since = (start: number): Saved => savedIn(Math.max(0, now - Math.max(from, start)), hourlyCostUsd);
  const before = (bucket: Savings['day'], name: string): Saved => (bucket.of === name ? bucket : nothing);
  return {
    total: plus(savings.total, since(from)),
    day: { ...plus(before(savings.day, day), since(fromIso(`${day}T00:00:00.000Z`))), of: day },
    month: { ...plus(before(savings.month, month), since(fromIso(`${month}-01T00:00:00.000Z`))), of: month },
  };
}

export function openSince({ recent: [last] }: Savings): Instant | undefined {
  return last?.until === undefined ? last?.from : undefined;
}

function savedIn(ms: number, hourlyCostUsd: number): Saved {
  return { ms, usd: (ms / 3_600_000) * hourlyCostUsd };
}

function plus(a: Saved, b: Saved): Saved {
  return { ms: a.ms + b.ms, usd: a.usd + b.usd };
}

function namesOf(at: Instant): readonly [string, string] {
  const iso = toIso(at);
  return [iso.slice(0, 10), iso.slice(0, 7)];
}
