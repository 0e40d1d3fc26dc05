import type { OperationDeps } from '../application/deps.ts';
import { bookCohort } from '../commands/session/book-cohort.ts';
import { bookSession } from '../commands/session/book-session.ts';
import { changeSessions } from '../commands/session/change-sessions.ts';
import { extendSession } from '../commands/session/extend-session.ts';
import { giveFeedback } from '../commands/session/give-feedback.ts';
import { handOutSeat } from '../commands/session/hand-out-seat.ts';
import { handOutSeats } from '../commands/session/hand-out-seats.ts';
import { moveSession } from '../commands/session/move-session.ts';
import { archiveDelivery, endDelivery, pauseDelivery, resumeDelivery } from '../commands/session/order-delivery.ts';
import { renameSession } from '../commands/session/rename-session.ts';
import { requeueSession } from '../commands/session/requeue-session.ts';
import { resetSession } from '../commands/session/reset-session.ts';
import { restartSession } from '../commands/session/restart-session.ts';
import { retryStep } from '../commands/session/retry-step.ts';
import { skipStep } from '../commands/session/skip-step.ts';
import { terminateSession } from '../commands/session/terminate-session.ts';
import { askWhatIf } from '../queries/scheduler/ask-what-if.ts';
import { downloadEvidence } from '../queries/session/download-evidence.ts';
import { downloadEvidenceFile } from '../queries/session/download-evidence-file.ts';
import { dryRunCohort } from '../queries/session/dry-run-cohort.ts';
import { dryRunSession } from '../queries/session/dry-run-session.ts';
import { getCohort } from '../queries/session/get-cohort.ts';
import { getEvidence } from '../queries/session/get-evidence.ts';
import { getKeptWork } from '../queries/session/get-kept-work.ts';
import { getPipelineRuns } from '../queries/session/get-pipeline-runs.ts';
import { getScoreReport } from '../queries/session/get-score-report.ts';
import { getSession } from '../queries/session/get-session.ts';
import { getSessionCost } from '../queries/session/get-session-cost.ts';
import { getSessionNodes } from '../queries/session/get-session-nodes.ts';
import { launchSession } from '../queries/session/launch-session.ts';
import { listCohorts } from '../queries/session/list-cohorts.ts';
import { listSessions } from '../queries/session/list-sessions.ts';
import type { Route } from './route.ts';

/** What people do with sessions, from booking to evidence. */
export const sessionRoutes: readonly Route<OperationDeps>[] = [
  { method: 'post', path: '/scheduler/what-if', operation: askWhatIf },

  { method: 'get', path: '/lablet-sessions', operation: listSessions },
  { method: 'post', path: '/lablet-sessions', operation: bookSession, status: 201, mayStayOpen: true },
  { method: 'post', path: '/lablet-sessions/dry-run', operation: dryRunSession },
  { method: 'post', path: '/lablet-sessions/bulk', operation: changeSessions, status: 202 },
  { method: 'get', path: '/lablet-sessions/cohorts', operation: listCohorts },
  { method: 'post', path: '/lablet-sessions/cohorts', operation: bookCohort, status: 201, mayStayOpen: true },
  { method: 'post', path: '/lablet-sessions/cohorts/dry-run', operation: dryRunCohort },
  { method: 'get', path: '/lablet-sessions/cohorts/{cohortId}', operation: getCohort },
  { method: 'post', path: '/lablet-sessions/cohorts/{cohortId}/hand-out', operation: handOutSeats },
  { method: 'get', path: '/lablet-sessions/{sessionId}', operation: getSession },
  { method: 'post', path: '/lablet-sessions/{sessionId}/terminate', operation: terminateSession, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/extend', operation: extendSession, mayStayOpen: true },
  { method: 'post', path: '/lablet-sessions/{sessionId}/move', operation: moveSession, mayStayOpen: true },
  { method: 'post', path: '/lablet-sessions/{sessionId}/requeue', operation: requeueSession },
  { method: 'post', path: '/lablet-sessions/{sessionId}/reset', operation: resetSession, status: 202 },
  {
    method: 'post',
    path: '/lablet-sessions/{sessionId}/restart',
    operation: restartSession,
    status: 201,
    mayStayOpen: true,
  },
  { method: 'post', path: '/lablet-sessions/{sessionId}/steps/{pipeline}/{step}/retry', operation: retryStep },
  { method: 'post', path: '/lablet-sessions/{sessionId}/steps/{pipeline}/{step}/skip', operation: skipStep },
  { method: 'post', path: '/lablet-sessions/{sessionId}/rename', operation: renameSession },
  { method: 'post', path: '/lablet-sessions/{sessionId}/feedback', operation: giveFeedback },
  { method: 'post', path: '/lablet-sessions/{sessionId}/delivery/pause', operation: pauseDelivery, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/delivery/resume', operation: resumeDelivery, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/delivery/end', operation: endDelivery, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/delivery/archive', operation: archiveDelivery, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/hand-out', operation: handOutSeat },
  { method: 'get', path: '/lablet-sessions/{sessionId}/launch', operation: launchSession },
  { method: 'get', path: '/lablet-sessions/{sessionId}/cost', operation: getSessionCost },
  { method: 'get', path: '/lablet-sessions/{sessionId}/pipelines', operation: getPipelineRuns },
  { method: 'get', path: '/lablet-sessions/{sessionId}/nodes', operation: getSessionNodes },
  { method: 'get', path: '/lablet-sessions/{sessionId}/score-report', operation: getScoreReport },
  { method: 'get', path: '/lablet-sessions/{sessionId}/kept', operation: getKeptWork },
  { method: 'get', path: '/lablet-sessions/{sessionId}/evidence', operation: getEvidence },
  { method: 'get', path: '/lablet-sessions/{sessionId}/evidence/archive', operation: downloadEvidence },
  { method: 'get', path: '/lablet-sessions/{sessionId}/evidence/file', operation: downloadEvidenceFile },
];
