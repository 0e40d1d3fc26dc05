import { fromIso, toIso } from '../../kernel/index.ts';

/** When and where a query is asked: what relative times and days without an offset mean. */
export interface QueryContext {
  readonly now: number;
  /** `Z` or `+02:00`: of times that name no offset of their own. */
  readonly zone: string;
}

/** What a time in a query stands for: a day is all of its hours. `until` is not part of it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number>> = {
  m: minuteMs,
  h: 60 * minuteMs,
  d: 24 * 60 * minuteMs,
  w: 7 * 24 * 60 * minuteMs,
};

const relative = /^([+-])(\d{1,5})([mhdw])$/i;
const absolute = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?)?(Z|[+-]\d\d:\d\d)?$/i;

/** `2026-11-21`, `2026-11-21T09:00`, `-24h`, `now`; `undefined` when it is none of them. */
export function spanOf(text: string, { now, zone }: QueryContext): Span | undefined {
  if (text.toLowerCase() === 'now') return { from: now, until: now };
  const [, sign, amount, unit = ''] = relative.exec(text) ?? [];
  if (amount !== undefined) {
    const at = now + Number(`${sign}${amount}`) * (unitMs[unit.toLowerCase()] ?? 0);
    return { from: at, until: at };
  }
  return absoluteSpan(text, zone);
}

function absoluteSpan(text: string, zone: string): Span | undefined {
  const [, day = '', clock, seconds, offset = zone] = absolute.exec(text) ?? [];
  const from: number = fromIso(`${day}T${clock ?? '00:00'}${seconds ?? ':00'}${offset.toUpperCase()}`);
  // A day that the month does not have would be taken for one of the next.
  if (Number.isNaN(from) || !toIso(fromIso(`${day}T00:00:00Z`)).startsWith(day)) return undefined;
  return { from, until: from + precisionMs(clock, seconds) };
}

function precisionMs(clock: string | undefined, seconds: string | undefined): number {
  if (clock === undefined) return 24 * 60 * minuteMs;
  if (seconds === undefined) return minuteMs;
  return seconds.includes('.') ? 1 : 1_000;
}
