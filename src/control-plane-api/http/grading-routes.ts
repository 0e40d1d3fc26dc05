import type { OperationDeps } from '../application/deps.ts';
import { lockSessionScore } from '../commands/session/lock-score.ts';
import { regradeSession } from '../commands/session/regrade-session.ts';
import { rereadSession } from '../commands/session/reread-session.ts';
import { submitSessionScore } from '../commands/session/submit-score.ts';
import { suggestRulesForDefinition, suggestRulesFromLabs } from '../queries/definition/suggest-rules.ts';
import type { Route } from './route.ts';

/** What people do about rules and scores. */
export const gradingRoutes: readonly Route<OperationDeps>[] = [
  { method: 'post', path: '/lablet-definitions/suggest-rules', operation: suggestRulesFromLabs, labsInBody: 2 },
  {
    method: 'post',
    path: '/lablet-definitions/{definitionId}/suggest-rules',
    operation: suggestRulesForDefinition,
    labsInBody: 1,
  },
  { method: 'post', path: '/lablet-sessions/{sessionId}/regrade', operation: regradeSession, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/reread', operation: rereadSession, status: 202 },
  { method: 'post', path: '/lablet-sessions/{sessionId}/submit', operation: submitSessionScore },
  { method: 'post', path: '/lablet-sessions/{sessionId}/lock', operation: lockSessionScore },
];
