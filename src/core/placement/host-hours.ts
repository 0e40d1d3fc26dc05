import type { Worker } from '../domain/worker/index.ts';
import type { Instant } from '../kernel/index.ts';
import { leadMs } from './leads.ts';
import type { PlacementSettings } from './settings.ts';

/** What hosts have to run for what is booked on them from now on. */
export interface HostHours {
  readonly hosts: number;
  readonly hours: number;
  readonly costUsd: number;
}

const hourMs = 3_600_000;

/** Each is brought up before its sessions, kept through gaps that are too short to switch it off, and idle for a while at the end. */
export function hostHours(workers: readonly Worker[], settings: PlacementSettings, now: Instant): HostHours {
  let [hosts, hours, costUsd] = [0, 0, 0];
  for (const worker of workers) {
    const ms = upMs(worker, settings, now);
    if (ms === 0) continue;
    hosts += 1;
    hours += ms / hourMs;
    costUsd += (ms / hourMs) * worker.spec.hourlyCostUsd;
  }
  return { hosts, hours, costUsd };
}

function upMs(worker: Worker, settings: PlacementSettings, now: Instant): number {
  const bootMs = leadMs(worker.instanceId === undefined ? 'launch' : 'restart', worker, settings);
  let covered: number = now;
  let sum = 0;
  for (const { from, until } of Object.values(worker.reservations).toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(covered, from - bootMs);
    const end = until + settings.idleMs;
    if (end <= begin) continue;
    sum += end - begin;
    covered = end;
  }
  return sum;
}
