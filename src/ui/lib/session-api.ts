import type { ChangeSessions } from '@lcm/core/contracts/session-wish';
import type { BookingPriority, DeliveryOrderKind } from '@lcm/core/domain/session';
import { because } from './because.ts';
import type { Http } from './http.ts';
import { apiPaths } from './paths.ts';
import type { SessionStep } from './session-words.ts';
import type {
  ChangedSession,
  Evidence,
  KeptWork,
  PipelineRuns,
  ScoreReport,
  Session,
  SessionCost,
  SessionNodes,
  Verdict,
} from './views.ts';

export interface Booking {
  readonly definitionId: string;
  readonly start?: string;
  readonly durationMinutes?: number;
  readonly name?: string;
  readonly ownerId?: string;
  readonly region?: string;
  readonly regionOnly?: boolean;
  readonly priority?: BookingPriority;
  readonly notify?: { readonly webhook: string };
}

export interface SessionsPage {
  readonly items: readonly Session[];
  /** What to ask `after` for the next page; absent on the last. */
  readonly next?: string | undefined;
}

/** What is left out stays as it is, or is left to the scheduler. */
export interface SessionMove {
  readonly start?: string;
  readonly workerId?: string;
}

export interface SessionsOrder {
  readonly action: ChangeSessions['action'];
  readonly minutes?: number;
  readonly reason: string;
}

/** What the screens of sessions ask and order. */
export function sessionApi(http: Http) {
  return {
    sessions: async (query: Readonly<Record<string, string>>) => http.get<SessionsPage>(apiPaths.sessions(query)),
    session: async (id: string) => http.get<Session>(apiPaths.session(id)),
    dryRun: async (booking: Booking) => http.post<Verdict>(apiPaths.dryRun(), booking),
    book: async (booking: Booking) => http.post<Session>(apiPaths.sessions(), booking),
    terminateSession: async (id: string, reason: string) =>
      http.post<unknown>(apiPaths.sessionAction(id, 'terminate'), because(reason)),
    extendSession: async (id: string, minutes: number, reason: string) =>
      http.post<Session>(apiPaths.sessionAction(id, 'extend'), { minutes, ...because(reason) }),
    moveSession: async (id: string, to: SessionMove, reason: string) =>
      http.post<Session>(apiPaths.sessionAction(id, 'move'), { ...to, ...because(reason) }),
    requeueSession: async (id: string, reason: string) =>
      http.post<Session>(apiPaths.sessionAction(id, 'requeue'), because(reason)),
    renameSession: async (id: string, name: string) =>
      http.post<Session>(apiPaths.sessionAction(id, 'rename'), { name }),
    changeSessions: async (sessionIds: readonly string[], { reason, ...order }: SessionsOrder) => {
      const asked = { sessionIds, ...order, ...because(reason) };
      return (await http.post<{ readonly items: readonly ChangedSession[] }>(apiPaths.changeSessions(), asked)).items;
    },
    giveFeedback: async (id: string, rating: number, comment: string) =>
      http.post<Session>(apiPaths.sessionAction(id, 'feedback'), { rating, ...(comment !== '' && { comment }) }),
    resetSession: async (id: string, reason: string) =>
      http.post<Session>(apiPaths.sessionAction(id, 'reset'), because(reason)),
    restartSession: async (id: string) => http.post<Session>(apiPaths.sessionAction(id, 'restart'), {}),
    operateStep: async (of: SessionStep, order: 'retry' | 'skip', reason: string) =>
      http.post<Session>(apiPaths.sessionStep(of, order), because(reason)),
    orderDelivery: async (id: string, order: DeliveryOrderKind, reason: string) =>
      http.post<unknown>(apiPaths.orderDelivery(id, order), because(reason)),
    pipelineRuns: async (id: string) => http.get<PipelineRuns>(apiPaths.pipelineRuns(id)),
    sessionCost: async (id: string) => http.get<SessionCost>(apiPaths.sessionCost(id)),
    sessionNodes: async (id: string) => http.get<SessionNodes>(apiPaths.sessionNodes(id)),
    handOutSeat: async (id: string, ownerId: string) =>
      http.post<Session>(apiPaths.sessionAction(id, 'hand-out'), { ownerId }),
    launchUrl: async (id: string) => http.get<{ readonly url: string }>(apiPaths.launch(id)),
    ...gradingApi(http),
    keptWork: async (id: string) => http.get<KeptWork>(apiPaths.keptWork(id)),
    evidenceFile: async (id: string, name: string) => http.text(apiPaths.evidenceFile(id, name)),
    evidence: async (id: string) => http.get<Evidence>(apiPaths.evidence(id)),
  };
}

function gradingApi(http: Http) {
  return {
    scoreReport: async (id: string, grading?: number) => http.get<ScoreReport>(apiPaths.scoreReport(id, grading)),
    orderGrading: async (id: string, action: 'regrade' | 'reread', rules: 'booked' | 'newest') =>
      http.post<Session>(apiPaths.sessionAction(id, action), { rules }),
    reviewScore: async (id: string, action: 'submit' | 'lock') =>
      http.post<Session>(apiPaths.sessionAction(id, action), {}),
  };
}
