/** The whole lifecycle of a worker, as data: aggregate, API, screens and tests read this one table. */
export const workerTransitions = {
  pending: ['provisioning', 'failed', 'terminating'],
  provisioning: ['starting', 'running', 'stopping', 'failed', 'terminating'],
  starting: ['running', 'stopping', 'stopped', 'failed', 'terminating'],
  running: ['draining', 'stopping', 'stopped', 'failed', 'terminating', 'unknown'],
  draining: ['running', 'stopping', 'stopped', 'failed', 'terminating'],
  stopping: ['stopped', 'starting', 'failed', 'terminating'],
  stopped: ['starting', 'failed', 'terminating'],
  failed: ['pending', 'terminating'],
  unknown: ['running', 'starting', 'stopping', 'stopped', 'failed', 'terminating'],
  terminating: ['terminated'],
  terminated: [],
} as const satisfies Record<string, readonly string[]>;

export type WorkerStatus = keyof typeof workerTransitions;

export const desiredStatuses = ['running', 'stopped', 'terminated'] as const;
export type DesiredStatus = (typeof desiredStatuses)[number];

/** CML's own service, apart from the host it runs on. */
export const serviceStatuses = ['unavailable', 'starting', 'available', 'error'] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

export const licenseStatuses = ['unregistered', 'registered', 'evaluation', 'expired', 'invalid'] as const;
export type LicenseStatus = (typeof licenseStatuses)[number];

const alive = ['pending', 'provisioning', 'starting', 'running', 'draining', 'stopping', 'stopped'] as const;
const notEnded = [...alive, 'failed', 'unknown'] as const;

/** In which states each action of a person or of the scheduler is allowed. */
const allowedIn = {
  start: ['pending', 'stopped', 'stopping', 'failed'],
  stop: ['pending', 'provisioning', 'starting', 'running', 'draining', 'unknown'],
  drain: ['running'],
  cancelDrain: ['draining'],
  forceDrain: ['draining'],
  terminate: notEnded,
  snooze: ['provisioning', 'starting', 'running'],
  setIdleDetection: notEnded,
  maintain: notEnded,
  setTimetable: notEnded,
  tag: notEnded,
  monitor: notEnded,
  license: notEnded,
  sync: [...notEnded, 'terminating'],
  refreshLabs: ['running', 'draining'],
  snapshot: ['starting', 'running', 'draining', 'stopping', 'stopped', 'unknown'],
  setSnapshotPolicy: notEnded,
  reserve: ['pending', 'provisioning', 'starting', 'running', 'stopping', 'stopped'],
} as const satisfies Record<string, readonly WorkerStatus[]>;

export type WorkerAction = keyof typeof allowedIn;

export function workerCan(action: WorkerAction, worker: { readonly status: WorkerStatus }): boolean {
  const statuses: readonly WorkerStatus[] = allowedIn[action];
  return statuses.includes(worker.status);
}

export function workerMayBecome(from: WorkerStatus, to: WorkerStatus): boolean {
  const next: readonly WorkerStatus[] = workerTransitions[from];
  return next.includes(to);
}
