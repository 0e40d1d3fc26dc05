import type { ControllerCommandName } from '@lcm/core/contracts/control-plane';
import type { OperationDeps } from '../application/deps.ts';
import { reportContent } from '../commands/content/report-content.ts';
import { publishDefinition } from '../commands/definition/publish-definition.ts';
import { handleInboxItem } from '../commands/event/handle-inbox-item.ts';
import { reportInstances } from '../commands/instance/report-instances.ts';
import { settleAdoption } from '../commands/instance/settle-adoption.ts';
import { reportJob } from '../commands/job/report-job.ts';
import { dropWarmLab } from '../commands/lab/drop-warm-lab.ts';
import { makeWarmLab } from '../commands/lab/make-warm-lab.ts';
import { reportLab } from '../commands/lab/report-lab.ts';
import { reportLabStatistics } from '../commands/lab/report-lab-statistics.ts';
import { reportLabs } from '../commands/lab/report-labs.ts';
import { answerWish } from '../commands/session/answer-wish.ts';
import { finishCohort } from '../commands/session/finish-cohort.ts';
import { giveVerdictToSession } from '../commands/session/give-verdict.ts';
import { refuseSessionReservation } from '../commands/session/refuse-reservation.ts';
import { reportSession } from '../commands/session/report-session.ts';
import { scheduleSession } from '../commands/session/schedule-session.ts';
import { scheduleSessions } from '../commands/session/schedule-sessions.ts';
import { dropSnapshot } from '../commands/snapshot/drop-snapshot.ts';
import { planSnapshot } from '../commands/snapshot/plan-snapshot.ts';
import { reportSnapshot } from '../commands/snapshot/report-snapshot.ts';
import { askWorker } from '../commands/worker/ask-worker.ts';
import { confirmReservation } from '../commands/worker/confirm-reservation.ts';
import { confirmReservations } from '../commands/worker/confirm-reservations.ts';
import { forgetWorker } from '../commands/worker/forget-worker.ts';
import { lookAtWorker } from '../commands/worker/look-at-worker.ts';
import { planWorker } from '../commands/worker/plan-worker.ts';
import { releaseReservation } from '../commands/worker/release-reservation.ts';
import { reportSamples } from '../commands/worker/report-samples.ts';
import { reportWorker } from '../commands/worker/report-worker.ts';
import { reserveCapacity } from '../commands/worker/reserve-capacity.ts';
import { resizeReservation } from '../commands/worker/resize-reservation.ts';
import type { Route } from './route.ts';

/** What controllers send, by the name the contract knows it under. */
const controllerOperations = {
  ReportWorker: reportWorker,
  ReportSamples: reportSamples,
  PlanWorker: planWorker,
  AskWorker: askWorker,
  ReserveCapacity: reserveCapacity,
  ConfirmReservation: confirmReservation,
  ConfirmReservations: confirmReservations,
  ReleaseReservation: releaseReservation,
  ResizeReservation: resizeReservation,
  ReportSession: reportSession,
  ScheduleSession: scheduleSession,
  ScheduleSessions: scheduleSessions,
  GiveVerdict: giveVerdictToSession,
  FinishCohort: finishCohort,
  AnswerWish: answerWish,
  RefuseReservation: refuseSessionReservation,
  PublishDefinition: publishDefinition,
  ReportContent: reportContent,
  HandleInboxItem: handleInboxItem,
  ReportJob: reportJob,
  LookAtWorker: lookAtWorker,
  ForgetWorker: forgetWorker,
  ReportInstances: reportInstances,
  SettleAdoption: settleAdoption,
  ReportLab: reportLab,
  ReportLabs: reportLabs,
  ReportLabStatistics: reportLabStatistics,
  ReportSnapshot: reportSnapshot,
  PlanSnapshot: planSnapshot,
  DropSnapshot: dropSnapshot,
  MakeWarmLab: makeWarmLab,
  DropWarmLab: dropWarmLab,
} as const satisfies Record<ControllerCommandName, Route<OperationDeps>['operation']>;

/** Each by its name, for the services alone. */
export const internalCommands = Object.entries(controllerOperations).map(
  ([name, operation]): Route<OperationDeps> => ({ method: 'post', path: `/internal/commands/${name}`, operation }),
);
