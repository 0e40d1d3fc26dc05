import { type Claim, effectiveCapacity, peakUsage, plus, type Slot, slotPeaks, usageAt } from '@lcm/core/domain/worker';
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
  const total = (some: readonly Worker[]): Amounts =>
    some.reduce((sum, worker) => plus(sum, effectiveCapacity(worker)), none);
  return {
    running: total(seats.filter(({ status }) => status === 'running')),
    usable: total(seats.filter(({ status }) => usable.includes(status))),
    now: usageAt(claims, instant(now)),
    slots: slotPeaks(
      claims,
      Array.from({ length: slots }, (_, index) => ({
        from: instant(Math.max(now, first + index * step)),
        until: instant(first + (index + 1) * step),
      })),
    ),
  };
}
