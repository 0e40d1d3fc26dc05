import { useInWords, type WorkerRejection } from '@lcm/core/domain/worker';
import { toIso, unreachable } from '@lcm/core/kernel';

/** What the domain refuses about workers, in words. */
export function workerWords(rejection: WorkerRejection): string {
  switch (rejection.code) {
    case 'worker.wrong-state':
      return `A worker that is ${rejection.status} cannot ${verbs[rejection.action]}.`;
    case 'worker.not-ended':
      return `The record of a worker that is ${rejection.status} cannot be deleted: something of it may exist. Terminate it first.`;
    case 'worker.in-use':
      return `${rejection.sessions.length} session(s) are on this worker now. Drain it, or end them first.`;
    case 'worker.has-bookings':
      return `${rejection.sessions.length} session(s) have a place on this worker. End them first.`;
    case 'worker.not-idle':
      return `The worker is not idle: ${rejection.because.map(useInWords).join('; ')}.`;
    case 'worker.no-room':
      return 'The worker has no room left for this in that time.';
    case 'worker.port-taken':
      return `Port ${rejection.port} of the worker is taken, or outside of its range.`;
    case 'worker.in-maintenance':
      return `The worker is in maintenance from ${toIso(rejection.from)} to ${toIso(rejection.until)}.`;
    case 'worker.maintenance-invalid':
      return 'Maintenance ends after it begins, not in the past, and lasts 14 days at most.';
    case 'worker.maintenance-overlaps':
      return `It is in maintenance from ${toIso(rejection.from)} to ${toIso(rejection.until)} already.`;
    case 'worker.maintenance-booked':
      return `${rejection.sessions.length} session(s) have a place then. As long a time is free from ${toIso(rejection.freeFrom)}.`;
    case 'worker.tag-reserved':
      return `These tags are kept for AWS and for the product: ${rejection.keys.join(', ')}.`;
    case 'worker.too-many-tags':
      return `${rejection.count} tags are too many: EC2 allows 50, of which ${rejection.most} are the operators’. Remove some.`;
    case 'worker.other-launch':
      return `The worker is at launch ${rejection.launch} by now.`;
    case 'worker.no-reservation':
      return `It holds no reservation ${rejection.reservationId}.`;
    case 'worker.license-busy':
      return `The licence is ${rejection.operation} at this moment: wait until that has ended.`;
    case 'worker.license-registered':
      return 'The licence is registered already. Ask for it to be registered anew, if that is meant.';
    case 'worker.drain-endless':
      return 'Nothing can be forced at the end of a drain that has no end: say after how many minutes.';
    case 'worker.labs-running':
      return `${rejection.labs} lab(s) run on this worker. CML keeps its licence while nodes run: stop them first.`;
    default:
      return unreachable(rejection);
  }
}

const verbs = {
  start: 'be started',
  stop: 'be stopped',
  drain: 'be drained',
  cancelDrain: 'go back from draining',
  forceDrain: 'have its drain forced',
  terminate: 'be terminated',
  snooze: 'be snoozed',
  setIdleDetection: 'have its idle detection set',
  maintain: 'be maintained',
  setTimetable: 'have a timetable set',
  tag: 'be tagged',
  monitor: 'be measured otherwise',
  sync: 'be looked at any more',
  refreshLabs: 'have its labs read, as CML does not answer there',
  snapshot: 'have a snapshot made',
  setSnapshotPolicy: 'have snapshots made by itself',
  reserve: 'take reservations',
  license: 'have its licence changed',
} as const;
