export type { WorkerActivity } from './activity.ts';
export { isActivityNews } from './activity.ts';
export type { Boot, BootKind, LearnedBoot } from './boots.ts';
export { bootKinds, learnedBoots } from './boots.ts';
export type { Amounts, Claim, Resource } from './calendar.ts';
export { highest, nothing, peakUsage, plus, resources, shortages, usageAt } from './calendar.ts';
export { effectiveCapacity, licensedNodes, takesSessions } from './capacity.ts';
export type { CmlVersions } from './cml-version.ts';
export { compareVersions } from './cml-version.ts';
export type { FieldProblem, SpecDraft } from './complete-spec.ts';
export { completeSpec } from './complete-spec.ts';
export type { ComputeHealth, Line, ServiceHealth } from './condition.ts';
export type { CostAccount, Spent } from './cost.ts';
export {
  addMonths,
  addSpent,
  monthEnd,
  monthOf,
  nothingSpent,
  runCost,
  spentBy,
  totalUsd,
  volumeCost,
} from './cost.ts';
export type { WorkerDecision, WorkerRejection } from './decide.ts';
export { ask, askGently, confirm, release, reservationsAt, reserve, resize, start } from './decide.ts';
export { deleteRecord, endedBefore, hasLeftLists, isDeletable } from './delete-record.ts';
export type { DesiredCause } from './desired-cause.ts';
export { isResting, stepCauses } from './desired-cause.ts';
export type { DrainOrder } from './drain.ts';
export { cancelDrain, drain, forceDrain, isDrainOver } from './drain.ts';
export type { DrainEnd, DrainPlan } from './drain-plan.ts';
export { drainEnds } from './drain-plan.ts';
export { evolveWorker } from './evolve.ts';
export type { HostChecks } from './host-checks.ts';
export { areSameChecks, impairedSince } from './host-checks.ts';
export type { TagChange } from './host-wishes.ts';
export { changeTags, mostTags, setDetailedMonitoring } from './host-wishes.ts';
export type { Idleness, IdleRule } from './idle.ts';
export { idlenessOf, isByHours, nextBooking } from './idle.ts';
export { idleInWords, useInWords } from './idle-words.ts';
export type { KnownDefinitions, KnownNodeDefinition } from './known-definitions.ts';
export { lackedDefinitions, lackedOn } from './known-definitions.ts';
export type { LaunchPlace } from './launch-places.ts';
export { launchPlaces } from './launch-places.ts';
export type { License, LicenseEvent, LicenseFeature, LicenseOperation, LicenseOrder, LicenseStep } from './license.ts';
export {
  asLost,
  asUnconfirmed,
  holdsLicense,
  isLicenseLost,
  isReturnUnheard,
  isSameLicense,
  licenseOperations,
  licenseSteps,
  wantedLicense,
} from './license.ts';
export type { LicenseAttention } from './license-attention.ts';
export { licenseAttention, licenseAttentionCodes, licenseEnding, licenseFault } from './license-attention.ts';
export type { DesiredStatus, LicenseStatus, ServiceStatus, WorkerAction, WorkerStatus } from './lifecycle.ts';
export {
  desiredStatuses,
  licenseStatuses,
  serviceStatuses,
  workerCan,
  workerMayBecome,
  workerTransitions,
} from './lifecycle.ts';
export type { LookKind, Looks } from './look.ts';
export { lookKinds } from './look.ts';
export type { RefreshSkipped } from './looks.ts';
export { looksUnderWay, requestRefresh, requestSync } from './looks.ts';
export { cancelMaintenance, planMaintenance } from './maintenance.ts';
export type { MaintenanceWindow } from './maintenance-window.ts';
export { MaintenanceId, maintenanceDuring, windowsOf } from './maintenance-window.ts';
export { measured } from './measured.ts';
export { nearlyAll, nineteenOfTwenty } from './nearly-all.ts';
export type { Noticed } from './noticed.ts';
export { noticedNews } from './noticed.ts';
export { askDeregistration, askRegistration } from './order-license.ts';
export type { Fullness, Pressure } from './pressure.ts';
export { pressures } from './pressure.ts';
export { askLabsRefresh, labsRefreshed } from './refresh-labs.ts';
export type { WorkerReport } from './report.ts';
export { report } from './report.ts';
export { rest, setIdleDetection, snooze } from './rest.ts';
export type { RestInterval, Saved, Savings } from './savings.ts';
export { savedBy } from './savings.ts';
export { setSnapshotPolicy } from './set-snapshot-policy.ts';
export { setTimetable } from './set-timetable.ts';
export type { HostShare } from './share.ts';
export { shareOf } from './share.ts';
export type { Slot } from './slots.ts';
export { slotPeaks } from './slots.ts';
export type { SnapshotPolicy } from './snapshot-policy.ts';
export { specIn } from './spec-in.ts';
export type { Spending } from './spending.ts';
export { spendingOf } from './spending.ts';
export type { Shift, Shifts, Timetable, UpHours, Weekday } from './timetable.ts';
export { shiftsAhead, shiftsAround, weekdays } from './timetable.ts';
export type { Use } from './use.ts';
export type { LaunchRefusal, Reservation, Worker, WorkerEvent, WorkerOrigin, WorkerSpec } from './worker.ts';
export { isImportedLaunch, launchToken, ReservationId, WorkerId, workerOrigins } from './worker.ts';
