import { type Actor, whyNot } from '@lcm/core/domain/access';
import { isDeletable, workerCan } from '@lcm/core/domain/worker';
import { fromIso } from '@lcm/core/kernel';
import type { Worker } from './views.ts';

export type LookCommand = 'refresh' | 'sync';

/** Why the viewer cannot have this worker looked at now; `undefined` when they can. */
export function whyNotLook(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:operate');
  if (access !== undefined) return access;
  return workerCan('sync', worker) ? undefined : `Not possible while it is ${worker.status}`;
}

/** What a look that was asked for is at. */
export function isLooking(worker: Worker, command: LookCommand): boolean {
  const look = worker.looks?.[command];
  return look !== undefined && look.completedAt === undefined;
}

export function whyNotDelete(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  const { desiredSince, status, desired } = worker;
  const held = Object.keys(worker.reservations).length;
  const known = { status, desired, desiredSince: desiredSince === undefined ? undefined : fromIso(desiredSince) };
  const isFree = isDeletable({ ...known, reservations: {} }) && (held === 0 || status === 'terminated');
  return isFree ? undefined : 'Only the record of a worker that has ended: terminate it first';
}
