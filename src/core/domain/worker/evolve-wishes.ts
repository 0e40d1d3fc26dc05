import { unreachable } from '../../kernel/index.ts';
import { removedTags, type TagChange, withTags } from './host-wishes.ts';
import { windowsOf, withWindow } from './maintenance-window.ts';
import type { Worker, WorkerEvent } from './worker.ts';

const wishTypes = [
  'WorkerSnoozed',
  'WorkerIdleDetectionSet',
  'WorkerMaintenancePlanned',
  'WorkerMaintenanceCancelled',
  'WorkerTimetableSet',
  'WorkerSnapshotPolicySet',
  'WorkerTagsChanged',
  'WorkerTagsRefused',
  'WorkerDetailedMonitoringSet',
  'WorkerLabsRefreshAsked',
  'WorkerLabsRefreshed',
] as const satisfies readonly WorkerEvent['type'][];

/** What operators want of a host besides that it runs. */
type WishEvent = Extract<WorkerEvent, { type: (typeof wishTypes)[number] }>;

export function isWish(event: WorkerEvent): event is WishEvent {
  return wishTypes.some((type) => type === event.type);
}

export function evolveWishes(worker: Worker, event: WishEvent): Worker {
  switch (event.type) {
    case 'WorkerSnoozed':
      return { ...worker, snoozedUntil: event.until };
    case 'WorkerIdleDetectionSet':
      return { ...worker, idleDetection: event.enabled };
    case 'WorkerMaintenancePlanned':
      return { ...worker, maintenance: withWindow(worker, event.window, event.at) };
    case 'WorkerMaintenanceCancelled':
      return { ...worker, maintenance: windowsOf(worker).filter(({ id }) => id !== event.windowId) };
    case 'WorkerTimetableSet':
      return { ...worker, timetable: event.timetable };
    case 'WorkerSnapshotPolicySet':
      return { ...worker, snapshotPolicy: event.policy };
    case 'WorkerTagsChanged':
      return tagsChanged(worker, event);
    case 'WorkerTagsRefused':
      return { ...worker, tagsRefused: event.reason };
    case 'WorkerDetailedMonitoringSet':
      return { ...worker, detailedMonitoring: event.enabled };
    case 'WorkerLabsRefreshAsked':
      return { ...worker, labsRefreshAskedAt: event.at };
    case 'WorkerLabsRefreshed':
      return { ...worker, labsRefreshAskedAt: undefined };
    default:
      return unreachable(event);
  }
}

function tagsChanged(worker: Worker, change: TagChange): Worker {
  const tags = withTags(worker.tags ?? {}, change);
  return { ...worker, tags, removedTags: removedTags(worker.removedTags ?? [], change), tagsRefused: undefined };
}
