import type { OperationDeps } from '../application/deps.ts';
import { bookSession } from '../commands/session/book-session.ts';
import { extendSession } from '../commands/session/extend-session.ts';
import { moveSession } from '../commands/session/move-session.ts';
import { renameSession } from '../commands/session/rename-session.ts';
import { requeueSession } from '../commands/session/requeue-session.ts';
import { terminateSession } from '../commands/session/terminate-session.ts';
import { downloadEvidence } from '../queries/session/download-evidence.ts';
import { downloadEvidenceFile } from '../queries/session/download-evidence-file.ts';
import { dryRunSession } from '../queries/session/dry-run-session.ts';
import { getEvidence } from '../queries/session/get-evidence.ts';
import { getScoreReport } from '../queries/session/get-score-report.ts';
import { getSession } from '../queries/session/get-session.ts';
import { launchSession } from '../queries/session/launch-session.ts';
import { listSessions } from '../queries/session/list-sessions.ts';
import type { Route } from './route.ts';

/** What people do with sessions, from booking to evidence. */
export const sessionRoutes: readonly Route<OperationDeps>[] = [
  { method: 'get', path: '/lablet-sessions', operation: listSessions },
  { method: 'post', path: '/lablet-sessions', operation: bookSession, status: 201, mayStayOpen: true },
  { method: 'post', path: '/lablet-sessions/dry-run', operation: dryRunSession },
  { method: 'get', path: '/lablet-sessions/{sessionId}', operation: getSession },
  { method: 'post', path: '/lablet-sessions/{sessionId}/terminate', operation: terminateSession, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/extend', operation: extendSession },
  { method: 'post', path: '/lablet-sessions/{sessionId}/move', operation: moveSession },
  { method: 'post', path: '/lablet-sessions/{sessionId}/requeue', operation: requeueSession },
  { method: 'post', path: '/lablet-sessions/{sessionId}/rename', operation: renameSession },
  { method: 'get', path: '/lablet-sessions/{sessionId}/launch', operation: launchSession },
  { method: 'get', path: '/lablet-sessions/{sessionId}/score-report', operation: getScoreReport },
  { method: 'get', path: '/lablet-sessions/{sessionId}/evidence', operation: getEvidence },
  { method: 'get', path: '/lablet-sessions/{sessionId}/evidence/archive', operation: downloadEvidence },
  { method: 'get', path: '/lablet-sessions/{sessionId}/evidence/file', operation: downloadEvidenceFile },
];
