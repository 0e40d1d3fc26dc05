import { fromIso, type Instant, instant, toIso } from '../../kernel/index.ts';
import { volumePriceOf } from '../instance-type/index.ts';

/** Of a worker in a month: how long its instance ran and existed, and what that cost by list. */
export interface Spent {
  readonly ranMs: number;
  readonly hostUsd: number;
  /** Running or not: as long as its volume is there and could be started. */
  readonly existedMs: number;
  readonly volumeUsd: number;
}

/**
 * What a worker has cost, as its events tell: an estimate by the list price of its spec, without taxes, traffic and discounts.
 * EC2 bills an instance while it runs, by the second and at least a minute a start, not while it is pending, stopping or
 * stopped; its volume as long as it exists. A start is counted from our first look at its checks, some seconds after EC2 does.
 */
export interface CostAccount {
  readonly since: Instant;
  readonly starts: number;
  /** Since when it runs, and exists; absent while it does not. */
  readonly runsSince?: Instant | undefined;
  readonly existsSince?: Instant | undefined;
  /** Of what is over, by month of UTC: `2026-11`. `spentBy` adds what lasts. */
  readonly months: Readonly<Record<string, Spent>>;
}

export const nothingSpent: Spent = { ranMs: 0, hostUsd: 0, existedMs: 0, volumeUsd: 0 };

const hourMs = 3_600_000;
/** AWS prorates a GiB-month by a month of 30 days (Amazon EBS pricing, its own example). */
const volumeMonthMs = 30 * 24 * hourMs;
const leastRunMs = 60_000;

/** Of a worker's spec, what its price comes of. */
interface Priced {
  readonly region: string;
  readonly volumeGiB: number;
  readonly hourlyCostUsd: number;
}

/** What one uninterrupted run costs, by month: whole seconds, a minute at least. */
export function runCost(from: Instant, until: Instant, spec: Priced): Readonly<Record<string, Spent>> {
  const billedMs = Math.max(leastRunMs, Math.ceil((until - from) / 1000) * 1000);
  return byMonth(from, instant(from + billedMs), (ranMs) => ({
    ...nothingSpent,
    ranMs,
    hostUsd: (ranMs / hourMs) * spec.hourlyCostUsd,
  }));
}

/** What the volume costs from its instance's first to its last moment; nothing where its price is not known. */
export function volumeCost(from: Instant, until: Instant, spec: Priced): Readonly<Record<string, Spent>> {
  const usdPerMs = (spec.volumeGiB * (volumePriceOf(spec.region) ?? 0)) / volumeMonthMs;
  return byMonth(from, until, (existedMs) => ({ ...nothingSpent, existedMs, volumeUsd: existedMs * usdPerMs }));
}

/** By month, with what lasts counted up to now. */
export function spentBy(account: CostAccount, spec: Priced, now: Instant): Readonly<Record<string, Spent>> {
  const { months, runsSince, existsSince } = account;
  const running = runsSince === undefined ? {} : runCost(runsSince, later(now, runsSince), spec);
  const existing = existsSince === undefined ? {} : volumeCost(existsSince, later(now, existsSince), spec);
  return addMonths(addMonths(months, running), existing);
}

export function addMonths(
  a: Readonly<Record<string, Spent>>,
  b: Readonly<Record<string, Spent>>,
): Readonly<Record<string, Spent>> {
  const sum = { ...a };
  for (const [month, spent] of Object.entries(b)) sum[month] = addSpent(sum[month] ?? nothingSpent, spent);
  return sum;
}

export function addSpent(a: Spent, b: Spent): Spent {
  return {
    ranMs: a.ranMs + b.ranMs,
    hostUsd: a.hostUsd + b.hostUsd,
    existedMs: a.existedMs + b.existedMs,
    volumeUsd: a.volumeUsd + b.volumeUsd,
  };
}

export function totalUsd({ hostUsd, volumeUsd }: Spent): number {
  return hostUsd + volumeUsd;
}

/** `2026-11`, by UTC as AWS bills. */
export function monthOf(at: Instant): string {
  return toIso(at).slice(0, 7);
}

/** The first moment of the month after. */
export function monthEnd(month: string): Instant {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return fromIso(`${next}-01T00:00:00.000Z`);
}

function byMonth(from: Instant, until: Instant, cost: (ms: number) => Spent): Readonly<Record<string, Spent>> {
  const months: Record<string, Spent> = {};
  for (let at = from; at < until; ) {
    const month = monthOf(at);
    const end = monthEnd(month);
    const to = end < until ? end : until;
    months[month] = cost(to - at);
    at = to;
  }
  return months;
}

/** A clock that was set back makes no negative time. */
function later(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}
