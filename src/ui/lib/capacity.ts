import { type Claim, capacityOf, peakUsage, plus, usageAt } from '@lcm/core/domain/worker';
import { fromIso, instant } from '@lcm/core/kernel';
import type { Amounts, Worker } from './views.ts';

const none: Amounts = { cpuCores: 0, memoryMiB: 0, storageGiB: 0, nodes: 0 };
const usable: readonly Worker['status'][] = ['pending', 'provisioning', 'starting', 'running', 'stopping', 'stopped'];
const windowMs = 24 * 3600_000;
const slots = 48;

function claimsOf(worker: Worker): readonly Claim[] {
  return Object.values(worker.reservations).map(({ from, until, amounts }) => ({
    from: fromIso(from),
    until: fromIso(until),
    amounts,
  }));
}

/** What is reserved on a worker now and at most within the next day. */
export function usageOf(worker: Worker, now: number): { readonly now: Amounts; readonly peak: Amounts } {
  const claims = claimsOf(worker);
  return {
    now: usageAt(claims, instant(now)),
    peak: peakUsage(claims, instant(now), instant(now + windowMs)),
  };
}

export interface Slot {
  readonly from: number;
  readonly until: number;
  readonly peak: Amounts;
}

export interface FleetCapacity {
  /** Of the workers that run now. */
  readonly running: Amounts;
  /** Of all workers that take reservations, stopped ones too. */
  readonly usable: Amounts;
  readonly now: Amounts;
  /** The next 24 hours in half hours. */
  readonly slots: readonly Slot[];
}

/** The whole fleet's capacity, what of it is taken, and what will be. */
export function fleetCapacity(workers: readonly Worker[], now: number): FleetCapacity {
  const seats = workers.filter(({ status }) => usable.includes(status) || status === 'draining');
  const claims = seats.flatMap(claimsOf);
  const step = windowMs / slots;
  const first = Math.floor(now / step) * step;
  const total = (some: readonly Worker[]): Amounts => some.reduce((sum, worker) => plus(sum, capacityOf(worker)), none);
  return {
    running: total(seats.filter(({ status }) => status === 'running')),
    usable: total(seats.filter(({ status }) => usable.includes(status))),
    now: usageAt(claims, instant(now)),
    slots: slotPeaks(
      claims,
      Array.from({ length: slots }, (_, index) => ({
        from: Math.max(now, first + index * step),
        until: first + (index + 1) * step,
      })),
    ),
  };
}

/** What is taken from one change to the next. */
interface Level {
  readonly from: number;
  readonly until: number;
  readonly used: Amounts;
}

/**
 * The peak within each slot. The levels are found in one walk over all changes: asking for the peak of every slot by
 * itself grows with the square of the bookings.
 */
export function slotPeaks(claims: readonly Claim[], wanted: readonly Omit<Slot, 'peak'>[]): readonly Slot[] {
  const levels = levelsOf(claims);
  return wanted.map(({ from, until }) => {
    const within = levels.filter((level) => level.from < until && level.until > from);
    return { from, until, peak: within.reduce((peak, { used }) => highest(peak, used), none) };
  });
}

function levelsOf(claims: readonly Claim[]): readonly Level[] {
  // All changes of one instant together: what ends then makes room for what begins.
  const changes = new Map<number, Amounts>();
  const change = (at: number, by: Amounts): unknown => changes.set(at, plus(changes.get(at) ?? none, by));
  for (const { from, until, amounts } of claims) {
    if (until <= from) continue;
    change(from, amounts);
    change(until, negated(amounts));
  }
  const instants = [...changes.keys()].toSorted((a, b) => a - b);
  let used = none;
  return instants.map((from, index) => {
    used = plus(used, changes.get(from) ?? none);
    return { from, until: instants[index + 1] ?? Number.POSITIVE_INFINITY, used };
  });
}

function negated({ cpuCores, memoryMiB, storageGiB, nodes }: Amounts): Amounts {
  return { cpuCores: -cpuCores, memoryMiB: -memoryMiB, storageGiB: -storageGiB, nodes: -nodes };
}

function highest(a: Amounts, b: Amounts): Amounts {
  return {
    cpuCores: Math.max(a.cpuCores, b.cpuCores),
    memoryMiB: Math.max(a.memoryMiB, b.memoryMiB),
    storageGiB: Math.max(a.storageGiB, b.storageGiB),
    nodes: Math.max(a.nodes, b.nodes),
  };
}
