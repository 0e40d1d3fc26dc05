const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `8 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`: the two largest units that say something. */
export function formatDuration(ms: number): string {
  const rest = Math.max(0, Math.round(ms / 1000)) * 1000;
  const parts: readonly [number, string][] = [
    [Math.floor(rest / dayMs), 'd'],
    [Math.floor(rest / hourMs) % 24, 'h'],
    [Math.floor(rest / minuteMs) % 60, 'min'],
    [Math.floor(rest / 1000) % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** `in 5 min`, `5 min ago`, `now`: coarse, for things that need no second. */
export function formatDistance(atMs: number, nowMs: number): string {
  const away = Math.abs(atMs - nowMs);
  if (away < 2_000) return 'now';
  const coarse = away < minuteMs ? away : away < hourMs ? Math.floor(away / minuteMs) * minuteMs : away;
  const text = formatDuration(coarse);
  return atMs > nowMs ? `in ${text}` : `${text} ago`;
}

export interface Zone {
  readonly locale?: string;
  readonly timeZone?: string;
}

const formats = {
  day: { dateStyle: 'short' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  clock: { hour: '2-digit', minute: '2-digit' },
  date: { day: 'numeric', month: 'short' },
  full: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
  zone: { timeZoneName: 'shortOffset' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making one costs far more than using it, and a table asks for hundreds.
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(name: keyof typeof formats, { locale, timeZone }: Zone): Intl.DateTimeFormat {
  const key = `${name} ${locale ?? ''} ${timeZone ?? ''}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = new Intl.DateTimeFormat(locale, { ...formats[name], ...(timeZone === undefined ? {} : { timeZone }) });
  made.set(key, fresh);
  return fresh;
}

/** In the viewer's zone; the day only when it is not today's, seconds only where there are any: people book whole minutes. */
export function formatTime(atMs: number, nowMs: number, zone: Zone = {}): string {
  if (!Number.isFinite(atMs)) return 'unknown';
  const day = formatter('day', zone);
  if (day.format(atMs) !== day.format(nowMs)) return formatter('full', zone).format(atMs);
  return formatter(atMs % minuteMs === 0 ? 'clock' : 'time', zone).format(atMs);
}

/** Hours and minutes in the viewer's zone, where the day goes without saying. */
export function formatClock(atMs: number, zone: Zone = {}): string {
  return formatter('clock', zone).format(atMs);
}

/** `21 Nov`, where the hour does not matter. */
export function formatDate(atMs: number, zone: Zone = {}): string {
  return formatter('date', zone).format(atMs);
}

/** `Sat 21 Nov`. */
export function formatDay(atMs: number, zone: Zone = {}): string {
  return formatter('weekday', zone).format(atMs);
}

/** `November 2026` of `2026-11`: months of money are by UTC, wherever the viewer is. */
export function formatMonth(month: string, { locale }: Pick<Zone, 'locale'> = {}): string {
  const ms = Date.parse(`${month}-01T00:00:00Z`);
  return Number.isFinite(ms) ? formatter('month', { ...(locale !== undefined && { locale }) }).format(ms) : month;
}

/** `Europe/Vienna (GMT+1)`: what the times on the screen are in. */
export function formatZone(atMs: number, zone: Zone = {}): string {
  const format = formatter('zone', zone);
  const offset = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value;
  return `${format.resolvedOptions().timeZone} (${offset ?? 'UTC'})`;
}

export function formatUtc(atMs: number): string {
  if (!Number.isFinite(atMs)) return 'unknown';
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `2026-11-21T10:03`: what an `<input type="datetime-local">` wants, in the viewer's zone. */
export function toLocalInput(atMs: number): string {
  const at = new Date(atMs);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant of such an input; `undefined` while it says nothing. */
export function fromLocalInput(text: string): number | undefined {
  const ms = Date.parse(text);
  return text === '' || Number.isNaN(ms) ? undefined : ms;
}

export function formatMemory(mebibytes: number): string {
  if (mebibytes < 1024) return `${mebibytes} MiB`;
  return `${Number((mebibytes / 1024).toFixed(1))} GiB`;
}

const usd = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

export function formatUsd(amount: number): string {
  return usd.format(amount);
}

export function plural(amount: number, noun: string, nouns = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : nouns}`;
}

/** `cancel_drain` and `WorkerDrainStarted` as words. */
export function humanize(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[._-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
