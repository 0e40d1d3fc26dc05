export type { Amounts, Claim, Resource } from './calendar.ts';
export { nothing, peakUsage, plus, resources, shortages, usageAt } from './calendar.ts';
export { capacityOf } from './capacity.ts';
export type { WorkerDecision, WorkerRejection } from './decide.ts';
export { ask, askGently, cancelDrain, confirm, drain, release, reservationsAt, reserve } from './decide.ts';
export { evolveWorker } from './evolve.ts';
export type { DesiredStatus, LicenseStatus, ServiceStatus, WorkerAction, WorkerStatus } from './lifecycle.ts';
export {
  desiredStatuses,
  licenseStatuses,
  serviceStatuses,
  workerCan,
  workerMayBecome,
  workerTransitions,
} from './lifecycle.ts';
export type { WorkerReport } from './report.ts';
export { report } from './report.ts';
export type { License, Reservation, Worker, WorkerEvent, WorkerOrigin, WorkerSpec } from './worker.ts';
export { launchToken, ReservationId, takesSessions, WorkerId, workerOrigins } from './worker.ts';
