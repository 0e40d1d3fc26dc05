import type { DefinitionEvent } from '../domain/definition/index.ts';
import type { FoundInstanceEvent } from '../domain/instance/index.ts';
import type { JobEvent } from '../domain/job/index.ts';
import type { LabEvent } from '../domain/lab/index.ts';
import type { NoticeEvent } from '../domain/notice/index.ts';
import type { SessionEvent } from '../domain/session/index.ts';
import type { SettingsEvent } from '../domain/settings/index.ts';
import type { SnapshotEvent } from '../domain/snapshot/index.ts';
import type { TaskEvent } from '../domain/task/index.ts';
import type { TemplateEvent } from '../domain/template/index.ts';
import type { WorkerEvent } from '../domain/worker/index.ts';

/** What the live stream calls each event of the domain: names that existing listeners know. */
export const streamNames = {
  WorkerCreated: 'worker.created',
  WorkerDesiredStatusChanged: 'worker.desired_status.updated',
  WorkerStatusChanged: 'worker.status.updated',
  WorkerInstanceAssigned: 'worker.ec2_details.updated',
  WorkerAddressChanged: 'worker.endpoint.updated',
  WorkerChecksChanged: 'worker.ec2_details.updated',
  WorkerHealthChanged: 'worker.health.updated',
  WorkerDefinitionsChanged: 'worker.definitions.updated',
  WorkerLineChanged: 'worker.line.updated',
  WorkerHeldBack: 'worker.health.updated',
  WorkerHeldBackEnded: 'worker.health.updated',
  WorkerServiceStatusChanged: 'worker.service_status.updated',
  WorkerLicenseChanged: 'worker.license.updated',
  WorkerLicenseRegistrationRequested: 'worker.license.registration.requested',
  WorkerLicenseRegistrationStarted: 'worker.license.registration.started',
  WorkerLicenseRegistrationCompleted: 'worker.license.registration.completed',
  WorkerLicenseRegistrationFailed: 'worker.license.registration.failed',
  WorkerLicenseDeregistrationRequested: 'worker.license.deregistration.requested',
  WorkerLicenseDeregistrationStarted: 'worker.license.deregistration.started',
  WorkerLicenseDeregistrationCompleted: 'worker.license.deregistered',
  WorkerLicenseDeregistrationFailed: 'worker.license.deregistration.failed',
  WorkerPressureChanged: 'worker.pressure.updated',
  WorkerLaunchPlaced: 'worker.status.updated',
  WorkerLaunchFailed: 'worker.status.updated',
  WorkerLeftoverFound: 'worker.ec2_details.updated',
  WorkerLeftoverEnded: 'worker.ec2_details.updated',
  WorkerVacated: 'worker.status.updated',
  WorkerRetryAsked: 'worker.desired_status.updated',
  WorkerReserved: 'worker.reservations.updated',
  WorkerReservationConfirmed: 'worker.reservations.updated',
  WorkerReservationReleased: 'worker.reservations.updated',
  WorkerReservationResized: 'worker.reservations.updated',
  WorkerActivityChanged: 'worker.activity.updated',
  WorkerSnoozed: 'worker.snoozed',
  WorkerIdleDetectionSet: 'worker.idle_detection.toggled',
  WorkerMaintenancePlanned: 'worker.maintenance.updated',
  WorkerMaintenanceCancelled: 'worker.maintenance.updated',
  WorkerTimetableSet: 'worker.timetable.updated',
  WorkerSnapshotPolicySet: 'worker.snapshot_policy.updated',
  WorkerTagsChanged: 'worker.tags.updated',
  WorkerTagsRefused: 'worker.tags.updated',
  WorkerDetailedMonitoringSet: 'worker.monitoring.updated',
  WorkerRefreshRequested: 'worker.data_refresh.requested',
  WorkerRefreshCompleted: 'worker.data_refresh.completed',
  WorkerSyncRequested: 'worker.sync.requested',
  WorkerSyncCompleted: 'worker.sync.completed',
  WorkerLabsRefreshAsked: 'worker.labs.updated',
  WorkerLabsRefreshed: 'worker.labs.updated',
  WorkerDrainTimed: 'worker.drain.updated',
  WorkerDrainForced: 'worker.drain.updated',
  WorkerTerminated: 'worker.terminated',
  WorkerDeleted: 'worker.deleted',
  SessionBooked: 'lablet.session.created',
  SessionVerdictGiven: 'lablet.session.verdict.updated',
  SessionScheduled: 'lablet.session.status.changed',
  SessionPlaceLost: 'lablet.session.status.changed',
  SessionReservationRefused: 'lablet.session.updated',
  SessionRenamed: 'lablet.session.updated',
  SessionHandedOut: 'lablet.session.updated',
  SessionRequeued: 'lablet.session.status.changed',
  SessionExtensionAsked: 'lablet.session.updated',
  SessionExtended: 'lablet.session.timeslot.extended',
  SessionMoveAsked: 'lablet.session.updated',
  SessionMoved: 'lablet.session.updated',
  SessionWishRefused: 'lablet.session.updated',
  SessionInstantiationStarted: 'lablet.session.status.changed',
  SessionStepStarted: 'lablet.session.pipeline.progress',
  SessionStepDone: 'lablet.session.pipeline.progress',
  SessionStepSkipped: 'lablet.session.pipeline.progress',
  SessionStepFailed: 'lablet.session.pipeline.progress',
  SessionStepRetried: 'lablet.session.pipeline.progress',
  SessionReady: 'lablet.session.status.changed',
  SessionStarted: 'lablet.session.status.changed',
  SessionLabDown: 'lablet.session.updated',
  SessionLabUp: 'lablet.session.updated',
  SessionConfigurationsKept: 'lablet.session.updated',
  SessionEvidenceExpired: 'lablet.session.updated',
  SessionEvidenceRemoved: 'lablet.session.updated',
  SessionResetStarted: 'lablet.session.updated',
  SessionHostLost: 'lablet.session.updated',
  SessionReplaced: 'lablet.session.updated',
  SessionDeliveryOrdered: 'lablet.session.updated',
  SessionDeliveryOrderDone: 'lablet.session.updated',
  SessionSuspended: 'lablet.session.updated',
  SessionResumed: 'lablet.session.updated',
  SessionDeliveryAway: 'lablet.session.updated',
  SessionDeliveryBack: 'lablet.session.updated',
  SessionDeliveryDeferred: 'lablet.session.updated',
  SessionDeliveryMade: 'lablet.session.updated',
  SessionCollectionStarted: 'lablet.session.status.changed',
  SessionGradingStarted: 'lablet.session.status.changed',
  SessionRegradeAsked: 'lablet.session.updated',
  SessionRegradeSettled: 'lablet.session.updated',
  SessionGraderAway: 'lablet.session.updated',
  SessionGraderBack: 'lablet.session.updated',
  SessionGradingDeferred: 'lablet.session.updated',
  SessionFeedbackGiven: 'lablet.session.updated',
  SessionScoreSubmitted: 'lablet.session.updated',
  SessionScoreLocked: 'lablet.session.updated',
  SessionStopping: 'lablet.session.status.changed',
  SessionStopped: 'lablet.session.status.changed',
  SessionArchived: 'lablet.session.status.changed',
  SessionEnded: 'lablet.session.terminated',
  DefinitionCreated: 'lablet.definition.created',
  DefinitionStatusChanged: 'lablet.definition.updated',
  DefinitionWarmDepthSet: 'lablet.definition.updated',
  DefinitionReceiversSet: 'lablet.definition.updated',
  DefinitionEdited: 'lablet.definition.updated',
  DefinitionNeedsSet: 'lablet.definition.updated',
  DefinitionPortsSet: 'lablet.definition.updated',
  TemplateDefined: 'worker.template.updated',
  TemplateEnabled: 'worker.template.updated',
  TemplateDisabled: 'worker.template.updated',
  TemplateDeleted: 'worker.template.deleted',
  JobTriggered: 'job.updated',
  JobScheduled: 'job.updated',
  JobRan: 'job.updated',
  SettingsChanged: 'settings.updated',
  SettingsEnvironmentNoted: 'settings.updated',
  SnapshotRequested: 'disk_snapshot.created',
  SnapshotStarted: 'disk_snapshot.updated',
  SnapshotCompleted: 'disk_snapshot.updated',
  SnapshotFailed: 'disk_snapshot.updated',
  SnapshotImageMade: 'disk_snapshot.updated',
  SnapshotDeletionAsked: 'disk_snapshot.updated',
  SnapshotDeletionRefused: 'disk_snapshot.updated',
  SnapshotDeleted: 'disk_snapshot.deleted',
  InstanceSought: 'instance.updated',
  InstanceFound: 'instance.found',
  InstanceChanged: 'instance.updated',
  InstanceIgnored: 'instance.updated',
  InstanceUnignored: 'instance.updated',
  InstanceTerminationAsked: 'instance.updated',
  InstanceAdopted: 'instance.adopted',
  InstanceGone: 'instance.gone',
  TaskCreated: 'task.created',
  TaskUpdated: 'task.updated',
  TaskAssigned: 'task.assigned',
  TaskStatusChanged: 'task.status.updated',
  TaskCommented: 'task.commented',
  TaskCauseEnded: 'task.status.updated',
  LabDiscovered: 'lab_record.discovered',
  LabImportRequested: 'lab_record.created',
  LabChanged: 'lab_record.updated',
  LabStatusChanged: 'lab_record.status.updated',
  LabRevised: 'lab_record.topology.updated',
  LabBound: 'lab_record.bound',
  LabSessionMoved: 'lab_record.status.updated',
  LabUnbound: 'lab_record.unbound',
  LabActionRequested: 'lab_record.action.requested',
  LabActionProgressed: 'lab_record.action.progressed',
  LabActionCompleted: 'lab_record.action.completed',
  LabActionFailed: 'lab_record.action.failed',
  LabAssigned: 'lab_record.assigned',
  LabUnassigned: 'lab_record.unassigned',
  NoticeQueued: 'notice.created',
  NoticesGathered: 'notice.updated',
  NoticeSent: 'notice.updated',
  NoticeAttemptFailed: 'notice.updated',
  NoticeGivenUp: 'notice.updated',
  NoticeOvertaken: 'notice.updated',
  NoticeRetryAsked: 'notice.updated',
  NoticeRemoved: 'notice.deleted',
} as const satisfies Record<
  (
    | WorkerEvent
    | SessionEvent
    | DefinitionEvent
    | TemplateEvent
    | JobEvent
    | SettingsEvent
    | FoundInstanceEvent
    | TaskEvent
    | LabEvent
    | SnapshotEvent
    | NoticeEvent
  )['type'],
  string
>;

/** The kinds of things on the stream, and the name under which one of them comes whole on connect. */
export const snapshotNames = {
  worker: 'worker.snapshot',
  session: 'lablet.session.snapshot',
  definition: 'lablet.definition.snapshot',
  template: 'worker.template.snapshot',
  job: 'job.snapshot',
  settings: 'settings.snapshot',
  instance: 'instance.snapshot',
  task: 'task.snapshot',
  lab: 'lab_record.snapshot',
  // `worker.snapshot` is a whole worker, to listeners that were here first.
  snapshot: 'disk_snapshot.snapshot',
  notice: 'notice.snapshot',
} as const;

export type StreamKind = keyof typeof snapshotNames;

/** Every event name that carries `{ kind, view }`: what a screen listens to. */
export const streamEventNames: readonly string[] = [
  ...new Set<string>([...Object.values(snapshotNames), ...Object.values(streamNames)]),
];

/** Of a refresh that was asked for too soon. It carries no id: it is for those who watch now. Its data: why, and from when on. */
export const refreshSkippedEventName = 'worker.data_refresh.skipped';

/** Measurements carry no id: one that was missed is overtaken by the next. Their data is a `WorkerMeasurement`. */
export const measurementEventName = 'worker.metrics.updated';

/**
 * The data of each such message. `view` is the whole thing in its newest form (`WorkerView`, `SessionView`, ... as JSON):
 * merged by `version` (`revision` of a definition), nothing older is ever shown after something newer.
 */
export interface StreamMessage {
  readonly kind: StreamKind;
  readonly id: string;
  readonly version: number;
  readonly view: unknown;
  /** The domain events that led here; empty in a snapshot. */
  readonly changes: readonly { readonly type: string }[];
}
