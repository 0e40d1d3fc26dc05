import { type Amounts, highest, nothing, plus, type Reservation } from '../domain/worker/index.ts';

/** A worker's reservations as a search wants them: made once for each state of the worker, used by every placement. */
export interface Timeline {
  /** Where usage changes, ascending; `levels[i]` is claimed from `times[i]` until the next, nothing after the last. */
  readonly times: readonly number[];
  readonly levels: readonly Amounts[];
  /** The most of each resource at any time: what fits beside it fits always. */
  readonly peak: Amounts;
  /** When the first reservation should be over; infinite when there is none. */
  readonly firstEnd: number;
  readonly ports: ReadonlySet<number>;
  /** Cores of all reservations together, whenever they are. */
  readonly cores: number;
}

/** Half-open: from the first instant until before the last. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What there is, and what is wanted of it. */
export interface Room {
  readonly capacity: Amounts;
  readonly needs: Amounts;
}

type Reservations = Readonly<Record<string, Reservation>>;

const known = new WeakMap<Reservations, Timeline>();

/** States never change, so each is looked through once. */
export function timelineOf(reservations: Reservations): Timeline {
  const made = known.get(reservations);
  if (made !== undefined) return made;
  const fresh = make(Object.values(reservations));
  known.set(reservations, fresh);
  return fresh;
}

/**
 * The reservations with one more. What is known of those before is carried over: it comes last in the order in which claims
 * are added, so that the sums are those that looking at all of them would give.
 */
export function withClaim(before: Reservations, added: Reservation): Reservations {
  const after = { ...before, [added.id]: added };
  const made = known.get(before);
  if (made !== undefined && before[added.id] === undefined) known.set(after, grown(made, added));
  return after;
}

function grown({ times, levels, peak, firstEnd, ports, cores }: Timeline, added: Reservation): Timeline {
  const { from, until, amounts } = added;
  const at = splitAt({ times, levels }, from);
  const split = splitAt(at, until);
  const [first, end] = [countBefore(split.times, from), countBefore(split.times, until)];
  const raised = split.levels.map((level, index) => (index >= first && index < end ? plus(level, amounts) : level));
  return {
    times: split.times,
    levels: raised,
    peak: raised.slice(first, end).reduce(highest, peak),
    firstEnd: Math.min(firstEnd, until),
    ports: new Set([...ports, ...Object.values(added.ports)]),
    cores: cores + amounts.cpuCores,
  };
}

type Steps = Pick<Timeline, 'times' | 'levels'>;

/** The same usage with one more instant at which it may change. */
function splitAt({ times, levels }: Steps, at: number): Steps {
  const index = countBefore(times, at);
  if (times[index] === at) return { times, levels };
  const before = index === 0 || index === times.length ? nothing : (levels[index - 1] ?? nothing);
  return { times: times.toSpliced(index, 0, at), levels: levels.toSpliced(index, 0, before) };
}

interface Outlasting {
  readonly until: number;
  readonly timeline: Timeline;
}

const outlasting = new WeakMap<Reservations, Outlasting>();

/** As it will really be: what should be over and is not goes on until then. Kept for the last such time that was asked for. */
export function timelineWithOverdue(reservations: Reservations, now: number, until: number): Timeline {
  const timeline = timelineOf(reservations);
  if (timeline.firstEnd > now) return timeline;
  const made = outlasting.get(reservations);
  if (made?.until === until) return made.timeline;
  const fresh = make(Object.values(reservations).map((each) => (each.until > now ? each : { ...each, until })));
  outlasting.set(reservations, { until, timeline: fresh });
  return fresh;
}

type Claimed = Span & Pick<Reservation, 'amounts' | 'ports'>;

function make(claims: readonly Claimed[]): Timeline {
  const times = timesOf(claims);
  const levels = levelsAt(times, claims);
  return {
    times,
    levels,
    peak: levels.reduce(highest, nothing),
    firstEnd: claims.reduce((first, { until }) => Math.min(first, until), Number.POSITIVE_INFINITY),
    ports: new Set(claims.flatMap(({ ports }) => Object.values(ports))),
    cores: claims.reduce((sum, { amounts }) => sum + amounts.cpuCores, 0),
  };
}

/** Numbers side by side are put in order several times as fast as a list of them. */
function timesOf(claims: readonly Claimed[]): readonly number[] {
  const ends = new Float64Array(claims.length * 2);
  for (const [index, { from, until }] of claims.entries()) {
    ends[2 * index] = from;
    ends[2 * index + 1] = until;
  }
  return [...new Set(ends.toSorted())];
}

/** Each claim is added where it lies, in the order of the claims: sums of fractions come out as the worker's own do. */
function levelsAt(times: readonly number[], claims: readonly Claimed[]): readonly Amounts[] {
  const levels = times.map(() => ({ ...nothing }));
  for (const { from, until, amounts } of claims) {
    const end = countBefore(times, until);
    for (let index = countBefore(times, from); index < end; index += 1) {
      const level = levels[index];
      if (level !== undefined) add(level, amounts);
    }
  }
  return levels;
}

type Sum = { -readonly [Resource in keyof Amounts]: number };

export function add(sum: Sum, amounts: Amounts): void {
  sum.cpuCores += amounts.cpuCores;
  sum.memoryMiB += amounts.memoryMiB;
  sum.storageGiB += amounts.storageGiB;
  sum.nodes += amounts.nodes;
}

/** The most that is claimed of each resource at any one instant of the span. */
export function peakOf({ times, levels }: Timeline, { from, until }: Span): Amounts {
  const sum: Sum = { ...nothing };
  const end = countBefore(times, until);
  for (let index = levelAt(times, from); index < end; index += 1) raise(sum, levels[index]);
  return sum;
}

function raise(sum: Sum, level: Amounts = nothing): void {
  sum.cpuCores = Math.max(sum.cpuCores, level.cpuCores);
  sum.memoryMiB = Math.max(sum.memoryMiB, level.memoryMiB);
  sum.storageGiB = Math.max(sum.storageGiB, level.storageGiB);
  sum.nodes = Math.max(sum.nodes, level.nodes);
}

/**
 * When the last stretch within the span is over that leaves too little room; undefined when there is enough all the time.
 * Looked for from the end: nothing that begins before that instant can fit.
 */
export function blockedUntil({ times, levels, peak }: Timeline, room: Room, { from, until }: Span): number | undefined {
  if (!exceeds(peak, room)) return undefined;
  for (let index = countBefore(times, until) - 1; index >= 0; index -= 1) {
    const [level, end] = [levels[index], times[index + 1]];
    if (level === undefined || end === undefined) continue;
    if (end <= from) return undefined;
    if (exceeds(level, room)) return end;
  }
  return undefined;
}

/** Whether what is wanted does not fit beside what is used; exactly as `shortages` would find. */
export function exceeds(used: Amounts, { capacity, needs }: Room): boolean {
  return (
    used.cpuCores + needs.cpuCores - capacity.cpuCores > 0 ||
    used.memoryMiB + needs.memoryMiB - capacity.memoryMiB > 0 ||
    used.storageGiB + needs.storageGiB - capacity.storageGiB > 0 ||
    used.nodes + needs.nodes - capacity.nodes > 0
  );
}

/** Index of the level that an instant lies in; the first when it lies before all. */
export function levelAt(times: readonly number[], at: number): number {
  const index = countBefore(times, at);
  return times[index] === at ? index : Math.max(0, index - 1);
}

/** How many of the ascending times are before an instant. */
function countBefore(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When something was last on it, as far as the instant; infinitely long ago when never. */
export function lastEnd({ times, levels }: Timeline, from: number, at: number): number {
  for (let index = from; index >= 0; index -= 1) {
    const [begin = at, end = at] = [times[index], times[index + 1]];
    if (begin < at && isInUse(levels[index])) return Math.min(end, at);
  }
  return Number.NEGATIVE_INFINITY;
}

export function isInUse(level: Amounts = nothing): boolean {
  return level.cpuCores > 0 || level.memoryMiB > 0 || level.storageGiB > 0 || level.nodes > 0;
}
