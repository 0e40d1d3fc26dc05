import type { OperationDeps } from '../application/deps.ts';
import { resignLeader } from '../commands/election/resign-leader.ts';
import { receiveCloudEvent } from '../commands/event/receive-cloud-event.ts';
import { adoptInstance } from '../commands/instance/adopt-instance.ts';
import { ignoreInstance } from '../commands/instance/ignore-instance.ts';
import { importWorkers } from '../commands/instance/import-workers.ts';
import { terminateInstance } from '../commands/instance/terminate-instance.ts';
import { unignoreInstance } from '../commands/instance/unignore-instance.ts';
import { scheduleJob } from '../commands/job/schedule-job.ts';
import { triggerJob } from '../commands/job/trigger-job.ts';
import { archiveLab } from '../commands/lab/archive-lab.ts';
import { assignLab } from '../commands/lab/assign-lab.ts';
import { cloneLab } from '../commands/lab/clone-lab.ts';
import { deleteLab } from '../commands/lab/delete-lab.ts';
import { deleteOrphans } from '../commands/lab/delete-orphans.ts';
import { importLab } from '../commands/lab/import-lab.ts';
import { orderLabs } from '../commands/lab/order-labs.ts';
import { retryLab } from '../commands/lab/retry-lab.ts';
import { settleLabPorts } from '../commands/lab/settle-lab-ports.ts';
import { startLab } from '../commands/lab/start-lab.ts';
import { stopLab } from '../commands/lab/stop-lab.ts';
import { unassignLab } from '../commands/lab/unassign-lab.ts';
import { wipeLab } from '../commands/lab/wipe-lab.ts';
import { retryNoticeNow } from '../commands/notice/retry-notice.ts';
import { testNotices } from '../commands/notice/test-notices.ts';
import { changeMyMail } from '../commands/person/change-my-mail.ts';
import { testMyMail } from '../commands/person/test-my-mail.ts';
import { changeSettings } from '../commands/settings/change-settings.ts';
import { resetSetting } from '../commands/settings/reset-setting.ts';
import { createSnapshot } from '../commands/snapshot/create-snapshot.ts';
import { deleteSnapshot } from '../commands/snapshot/delete-snapshot.ts';
import { restoreSnapshot } from '../commands/snapshot/restore-snapshot.ts';
import { handOverTask } from '../commands/task/assign-task.ts';
import { changeTaskStatus } from '../commands/task/change-task-status.ts';
import { commentOnTask } from '../commands/task/comment-task.ts';
import { createTask } from '../commands/task/create-task.ts';
import { deleteTaskForGood } from '../commands/task/delete-task.ts';
import { updateTaskText } from '../commands/task/update-task.ts';
import { createTemplate } from '../commands/template/create-template.ts';
import { defineTemplate } from '../commands/template/define-template.ts';
import { deleteTemplate } from '../commands/template/delete-template.ts';
import { disableTemplate } from '../commands/template/disable-template.ts';
import { enableTemplate } from '../commands/template/enable-template.ts';
import { cancelDrainWorker } from '../commands/worker/cancel-drain.ts';
import { cancelMaintenance } from '../commands/worker/cancel-maintenance.ts';
import { changeTags } from '../commands/worker/change-tags.ts';
import { createWorker } from '../commands/worker/create-worker.ts';
import { deleteWorker } from '../commands/worker/delete-worker.ts';
import { deregisterLicense } from '../commands/worker/deregister-license.ts';
import { drainWorker } from '../commands/worker/drain-worker.ts';
import { forceDrainWorker } from '../commands/worker/force-drain.ts';
import { planMaintenance } from '../commands/worker/plan-maintenance.ts';
import { refreshWorkerLabs } from '../commands/worker/refresh-labs.ts';
import { refreshWorker } from '../commands/worker/refresh-worker.ts';
import { registerLicense } from '../commands/worker/register-license.ts';
import { setDetailedMonitoring } from '../commands/worker/set-detailed-monitoring.ts';
import { setWorkerIdleDetection } from '../commands/worker/set-idle-detection.ts';
import { removeSnapshotPolicy, setSnapshotPolicy } from '../commands/worker/set-snapshot-policy.ts';
import { removeTimetable, setTimetable } from '../commands/worker/set-timetable.ts';
import { snoozeWorker } from '../commands/worker/snooze-worker.ts';
import { startWorker } from '../commands/worker/start-worker.ts';
import { stopWorker } from '../commands/worker/stop-worker.ts';
import { syncWorker } from '../commands/worker/sync-worker.ts';
import { terminateWorker } from '../commands/worker/terminate-worker.ts';
import { exportCost } from '../queries/cost/export-cost.ts';
import { getCost } from '../queries/cost/get-cost.ts';
import { getWorkerCost } from '../queries/cost/get-worker-cost.ts';
import { listEvents } from '../queries/event/list-events.ts';
import { getFleetCapacity } from '../queries/fleet/get-fleet-capacity.ts';
import { countNewerAudit } from '../queries/history/count-newer-audit.ts';
import { exportAudit } from '../queries/history/export-audit.ts';
import { getAuditEntry } from '../queries/history/get-audit-entry.ts';
import { getHistory } from '../queries/history/get-history.ts';
import { listAudit } from '../queries/history/list-audit.ts';
import { getInstance } from '../queries/instance/get-instance.ts';
import { listInstances } from '../queries/instance/list-instances.ts';
import { listInstanceTypes } from '../queries/instance-type/list-instance-types.ts';
import { getView, listViews } from '../queries/internal/internal-views.ts';
import { readLicenseToken } from '../queries/internal/read-license-token.ts';
import { listJobs } from '../queries/job/list-jobs.ts';
import { checkLabImport } from '../queries/lab/check-lab-import.ts';
import { diffLabRevisions } from '../queries/lab/diff-lab-revisions.ts';
import { downloadLabTopology } from '../queries/lab/download-lab-topology.ts';
import { getLab } from '../queries/lab/get-lab.ts';
import { getLabStatistics } from '../queries/lab/get-lab-statistics.ts';
import { getLabTopology } from '../queries/lab/get-lab-topology.ts';
import { listLabBindings } from '../queries/lab/list-lab-bindings.ts';
import { listLabRevisions } from '../queries/lab/list-lab-revisions.ts';
import { listLabRuns } from '../queries/lab/list-lab-runs.ts';
import { listLabs } from '../queries/lab/list-labs.ts';
import { getNotice } from '../queries/notice/get-notice.ts';
import { listNotices } from '../queries/notice/list-notices.ts';
import { getOperation } from '../queries/operation/get-operation.ts';
import { getMyMail } from '../queries/person/get-my-mail.ts';
import { listReservations } from '../queries/reservation/list-reservations.ts';
import { getSettings } from '../queries/settings/get-settings.ts';
import { getSnapshot } from '../queries/snapshot/get-snapshot.ts';
import { listSnapshots } from '../queries/snapshot/list-snapshots.ts';
import { getSystem } from '../queries/system/get-system.ts';
import { getSystemHealth } from '../queries/system/get-system-health.ts';
import { getTask } from '../queries/task/get-task.ts';
import { listTasks } from '../queries/task/list-tasks.ts';
import { getTemplate } from '../queries/template/get-template.ts';
import { listTemplates } from '../queries/template/list-templates.ts';
import { getWorkerEc2Status } from '../queries/worker/get-ec2-status.ts';
import { getIdleStatus } from '../queries/worker/get-idle-status.ts';
import { getLicense } from '../queries/worker/get-license.ts';
import { getWorkerOutlook, listFleetOutlook } from '../queries/worker/get-outlook.ts';
import { getWorker } from '../queries/worker/get-worker.ts';
import { getWorkerDefinitions } from '../queries/worker/get-worker-definitions.ts';
import { getWorkerMetrics } from '../queries/worker/get-worker-metrics.ts';
import { getWorkerPorts } from '../queries/worker/get-worker-ports.ts';
import { listWorkers } from '../queries/worker/list-workers.ts';
import { previewRetention } from '../queries/worker/preview-retention.ts';
import { contentRoutes } from './content-routes.ts';
import { internalCommands } from './controller-operations.ts';
import { definitionRoutes } from './definition-routes.ts';
import { gradingRoutes } from './grading-routes.ts';
import type { Route } from './route.ts';
import { sessionRoutes } from './session-routes.ts';

/** The whole API on one screen. Server, openapi.json and permission tests are read from it. */
export const routes: readonly Route<OperationDeps>[] = [
  { method: 'get', path: '/system', operation: getSystem },
  { method: 'get', path: '/system/health', operation: getSystemHealth },

  { method: 'post', path: '/elections/{name}/resign', operation: resignLeader, status: 202 },

  { method: 'get', path: '/retention', operation: previewRetention },
  { method: 'get', path: '/settings', operation: getSettings },
  { method: 'patch', path: '/settings', operation: changeSettings },
  { method: 'delete', path: '/settings/{name}', operation: resetSetting },

  { method: 'get', path: '/jobs', operation: listJobs },
  { method: 'put', path: '/jobs/{name}', operation: scheduleJob },
  { method: 'post', path: '/jobs/{name}/trigger', operation: triggerJob, status: 202 },

  { method: 'get', path: '/workers', operation: listWorkers },
  { method: 'post', path: '/workers', operation: createWorker, status: 202 },
  { method: 'post', path: '/workers/import', operation: importWorkers, status: 202 },
  { method: 'get', path: '/workers/{workerId}', operation: getWorker },
  { method: 'get', path: '/workers/{workerId}/outlook', operation: getWorkerOutlook },
  { method: 'get', path: '/workers/{workerId}/ports', operation: getWorkerPorts },
  { method: 'get', path: '/workers/{workerId}/cost', operation: getWorkerCost },
  { method: 'get', path: '/workers/{workerId}/metrics', operation: getWorkerMetrics },
  { method: 'delete', path: '/workers/{workerId}', operation: deleteWorker },
  { method: 'get', path: '/workers/{workerId}/status', operation: getWorkerEc2Status },
  { method: 'post', path: '/workers/{workerId}/refresh', operation: refreshWorker, status: 202 },
  { method: 'post', path: '/workers/{workerId}/sync', operation: syncWorker, status: 202 },
  { method: 'post', path: '/workers/{workerId}/start', operation: startWorker, status: 202 },
  { method: 'post', path: '/workers/{workerId}/stop', operation: stopWorker, status: 202 },
  { method: 'post', path: '/workers/{workerId}/drain', operation: drainWorker, status: 202 },
  { method: 'post', path: '/workers/{workerId}/cancel-drain', operation: cancelDrainWorker },
  { method: 'post', path: '/workers/{workerId}/force-drain', operation: forceDrainWorker, status: 202 },
  { method: 'post', path: '/workers/{workerId}/snooze', operation: snoozeWorker },
  { method: 'post', path: '/workers/{workerId}/idle-detection', operation: setWorkerIdleDetection },
  { method: 'get', path: '/workers/{workerId}/idle-status', operation: getIdleStatus },
  { method: 'get', path: '/workers/{workerId}/definitions', operation: getWorkerDefinitions },
  { method: 'post', path: '/workers/{workerId}/maintenance', operation: planMaintenance, status: 201 },
  { method: 'delete', path: '/workers/{workerId}/maintenance/{maintenanceId}', operation: cancelMaintenance },
  { method: 'post', path: '/workers/{workerId}/tags', operation: changeTags },
  { method: 'post', path: '/workers/{workerId}/monitoring', operation: setDetailedMonitoring },
  { method: 'put', path: '/workers/{workerId}/timetable', operation: setTimetable },
  { method: 'delete', path: '/workers/{workerId}/timetable', operation: removeTimetable },
  { method: 'get', path: '/workers/{workerId}/license', operation: getLicense },
  { method: 'post', path: '/workers/{workerId}/license', operation: registerLicense, status: 202 },
  { method: 'delete', path: '/workers/{workerId}/license', operation: deregisterLicense, status: 202 },
  { method: 'put', path: '/workers/{workerId}/snapshot-policy', operation: setSnapshotPolicy },
  { method: 'delete', path: '/workers/{workerId}/snapshot-policy', operation: removeSnapshotPolicy },
  { method: 'post', path: '/workers/{workerId}/snapshots', operation: createSnapshot, status: 202 },
  { method: 'post', path: '/workers/{workerId}/terminate', operation: terminateWorker, status: 202 },

  { method: 'get', path: '/fleet/outlook', operation: listFleetOutlook },
  { method: 'get', path: '/fleet/capacity', operation: getFleetCapacity },

  { method: 'get', path: '/instances', operation: listInstances },
  { method: 'get', path: '/instances/{foundId}', operation: getInstance },
  { method: 'post', path: '/instances/{foundId}/adopt', operation: adoptInstance, status: 202 },
  { method: 'post', path: '/instances/{foundId}/terminate', operation: terminateInstance, status: 202 },
  { method: 'post', path: '/instances/{foundId}/ignore', operation: ignoreInstance },
  { method: 'post', path: '/instances/{foundId}/unignore', operation: unignoreInstance },
  { method: 'post', path: '/workers/{workerId}/refresh-labs', operation: refreshWorkerLabs, status: 202 },

  { method: 'get', path: '/lab-records', operation: listLabs },
  { method: 'post', path: '/lab-records/check', operation: checkLabImport, labsInBody: 1 },
  { method: 'post', path: '/lab-records/import', operation: importLab, status: 202, labsInBody: 1 },
  { method: 'post', path: '/lab-records/bulk', operation: orderLabs, status: 202 },
  { method: 'post', path: '/lab-records/orphans/delete', operation: deleteOrphans, status: 202 },
  { method: 'get', path: '/lab-records/{labRecordId}', operation: getLab },
  { method: 'get', path: '/lab-records/{labRecordId}/topology', operation: getLabTopology },
  { method: 'get', path: '/lab-records/{labRecordId}/topology.yaml', operation: downloadLabTopology },
  { method: 'get', path: '/lab-records/{labRecordId}/revisions', operation: listLabRevisions },
  { method: 'get', path: '/lab-records/{labRecordId}/revisions/diff', operation: diffLabRevisions },
  { method: 'get', path: '/lab-records/{labRecordId}/runs', operation: listLabRuns },
  { method: 'get', path: '/lab-records/{labRecordId}/statistics', operation: getLabStatistics },
  { method: 'get', path: '/lab-records/{labRecordId}/bindings', operation: listLabBindings },
  { method: 'post', path: '/lab-records/{labRecordId}/assign', operation: assignLab },
  { method: 'post', path: '/lab-records/{labRecordId}/unassign', operation: unassignLab },
  { method: 'post', path: '/lab-records/{labRecordId}/start', operation: startLab, status: 202 },
  { method: 'post', path: '/lab-records/{labRecordId}/stop', operation: stopLab, status: 202 },
  { method: 'post', path: '/lab-records/{labRecordId}/wipe', operation: wipeLab, status: 202 },
  { method: 'post', path: '/lab-records/{labRecordId}/delete', operation: deleteLab, status: 202 },
  { method: 'post', path: '/lab-records/{labRecordId}/archive', operation: archiveLab, status: 202 },
  { method: 'post', path: '/lab-records/{labRecordId}/clone', operation: cloneLab, status: 202 },
  { method: 'post', path: '/lab-records/{labRecordId}/settle-ports', operation: settleLabPorts, status: 202 },
  { method: 'post', path: '/lab-records/{labRecordId}/retry', operation: retryLab, status: 202 },
  { method: 'get', path: '/reservations', operation: listReservations },
  { method: 'get', path: '/snapshots', operation: listSnapshots },
  { method: 'get', path: '/snapshots/{snapshotId}', operation: getSnapshot },
  { method: 'delete', path: '/snapshots/{snapshotId}', operation: deleteSnapshot, status: 202 },
  { method: 'post', path: '/snapshots/{snapshotId}/restore', operation: restoreSnapshot, status: 202 },

  { method: 'get', path: '/worker-templates', operation: listTemplates },
  { method: 'post', path: '/worker-templates', operation: createTemplate, status: 201 },
  { method: 'get', path: '/worker-templates/{name}', operation: getTemplate },
  { method: 'put', path: '/worker-templates/{name}', operation: defineTemplate },
  { method: 'delete', path: '/worker-templates/{name}', operation: deleteTemplate },
  { method: 'post', path: '/worker-templates/{name}/enable', operation: enableTemplate },
  { method: 'post', path: '/worker-templates/{name}/disable', operation: disableTemplate },
  { method: 'get', path: '/instance-types', operation: listInstanceTypes },

  { method: 'get', path: '/cost', operation: getCost },
  { method: 'get', path: '/cost/export', operation: exportCost },

  ...definitionRoutes,

  ...contentRoutes,

  ...gradingRoutes,

  ...sessionRoutes,

  { method: 'get', path: '/notices', operation: listNotices },
  { method: 'post', path: '/notices/test', operation: testNotices, status: 202 },
  { method: 'get', path: '/notices/{noticeId}', operation: getNotice },
  { method: 'post', path: '/notices/{noticeId}/retry', operation: retryNoticeNow, status: 202 },
  { method: 'get', path: '/me/mail', operation: getMyMail },
  { method: 'put', path: '/me/mail', operation: changeMyMail },
  { method: 'post', path: '/me/mail/test', operation: testMyMail, status: 202 },

  { method: 'get', path: '/tasks', operation: listTasks, unversioned: true },
  { method: 'post', path: '/tasks', operation: createTask, status: 201, unversioned: true },
  { method: 'get', path: '/tasks/{taskId}', operation: getTask, unversioned: true },
  { method: 'put', path: '/tasks/{taskId}', operation: updateTaskText, unversioned: true },
  { method: 'delete', path: '/tasks/{taskId}', operation: deleteTaskForGood, unversioned: true },
  { method: 'post', path: '/tasks/{taskId}/assign', operation: handOverTask },
  { method: 'post', path: '/tasks/{taskId}/status', operation: changeTaskStatus },
  { method: 'post', path: '/tasks/{taskId}/comments', operation: commentOnTask },

  { method: 'get', path: '/history/{kind}/{id}', operation: getHistory },
  { method: 'get', path: '/audit', operation: listAudit },
  { method: 'get', path: '/audit/newer', operation: countNewerAudit },
  { method: 'get', path: '/audit/export', operation: exportAudit },
  { method: 'get', path: '/audit/{position}', operation: getAuditEntry },
  { method: 'get', path: '/operations/{operationId}', operation: getOperation },
  { method: 'get', path: '/events', operation: listEvents },
  { method: 'post', path: '/events', operation: receiveCloudEvent, status: 202 },

  { method: 'get', path: '/internal/workers/{workerId}/license-token', operation: readLicenseToken },
  { method: 'get', path: '/internal/views/{kind}', operation: listViews },
  { method: 'get', path: '/internal/views/{kind}/{id}', operation: getView },
  ...internalCommands,
];
