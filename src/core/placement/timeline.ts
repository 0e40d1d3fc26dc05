import { type Amounts, type Reservation, usageAt } from '../domain/worker/index.ts';

/** A worker's reservations as a search wants them: made once for each state of the worker, used by every placement. */
export interface Timeline {
  /** Where usage changes, ascending; `levels[i]` is claimed from `times[i]` until the next. */
  readonly times: readonly number[];
  readonly levels: readonly Amounts[];
  /** When the first reservation should be over; infinite when there is none. */
  readonly firstEnd: number;
  readonly ports: ReadonlySet<number>;
  /** Cores of all reservations together, whenever they are. */
  readonly cores: number;
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

function make(claims: readonly Reservation[]): Timeline {
  const times = [...new Set(claims.flatMap(({ from, until }) => [from, until]))].toSorted((a, b) => a - b);
  return {
    times,
    levels: times.map((at) => usageAt(claims, at)),
    firstEnd: claims.reduce((first, { until }) => Math.min(first, until), Number.POSITIVE_INFINITY),
    ports: new Set(claims.flatMap(({ ports }) => Object.values(ports))),
    cores: claims.reduce((sum, { amounts }) => sum + amounts.cpuCores, 0),
  };
}

/** The most that is claimed of each resource at any one instant of [from, until). */
export function peakOf({ times, levels }: Timeline, from: number, until: number): Amounts {
  let [cpuCores, memoryMiB, storageGiB, nodes] = [0, 0, 0, 0];
  for (let index = lastNotAfter(times, from); index < times.length; index += 1) {
    if ((times[index] ?? until) >= until) break;
    const level = levels[index];
    if (level === undefined) continue;
    cpuCores = Math.max(cpuCores, level.cpuCores);
    memoryMiB = Math.max(memoryMiB, level.memoryMiB);
    storageGiB = Math.max(storageGiB, level.storageGiB);
    nodes = Math.max(nodes, level.nodes);
  }
  return { cpuCores, memoryMiB, storageGiB, nodes };
}

/** Index of the last time that is not after `at`; 0 when all are. */
function lastNotAfter(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
