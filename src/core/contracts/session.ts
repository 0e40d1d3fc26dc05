import * as z from 'zod';
import { DefinitionId } from '../domain/definition/index.ts';
import {
  bookingPriorities,
  CohortId,
  cohortModes,
  outcomes,
  pipelineNames,
  reviewStates,
  SessionId,
  type SessionStatus,
  sessionTransitions,
  stepStatuses,
} from '../domain/session/index.ts';
import { ReservationId, resources, WorkerId } from '../domain/worker/index.ts';
import { CmlVersions } from './cml-versions.ts';
import { ListFilter } from './list.ts';
import { webhookAddress } from './notice.ts';
import { at, count, id, reason, words } from './primitives.ts';
import { Delivery, DeliveryAway, DeliveryDue, DeliveryOrder, Suspension } from './session-delivery.ts';
import { Feedback } from './session-feedback.ts';
import { GraderAway, Grading, RegradeOrder, Score } from './session-grading.ts';
import { keepingFields, keepingReports, Saved } from './session-keeping.ts';
import { SessionLab } from './session-lab.ts';
import { Amounts, regionName } from './worker.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const sessionStatuses = Object.keys(sessionTransitions) as SessionStatus[];

export const Timeslot = z.object({ start: at, end: at });

const WorkerVerdict = z.object({
  workerId: id(WorkerId),
  name: z.string(),
  fits: z.boolean(),
  short: z.partialRecord(z.enum([...resources, 'ports']), z.number()),
  obstacles: z.array(z.string()).readonly(),
  foreignPorts: count
    .optional()
    .meta({ description: 'Where ports are missing: how many of them labs hold that no session has' }),
  earliestStart: at.optional(),
});

export const Verdict = z
  .object({
    decidedAt: at,
    placed: z.boolean(),
    summary: z.string(),
    workers: z.array(WorkerVerdict).readonly(),
    earliestStart: at.optional(),
    others: z
      .array(z.object({ reason: z.string(), count }))
      .readonly()
      .optional()
      .meta({ description: 'Of a large fleet: how many more workers there are, by what speaks for or against them' }),
    wouldHelp: z.array(z.string()).readonly(),
    seats: z
      .object({ fit: count, of: count })
      .optional()
      .meta({ description: 'Of a cohort that has to have all its seats: how many would fit at its time' }),
    lab: z
      .enum(['warm', 'imported'])
      .optional()
      .meta({ description: 'Of a dry run: whether a lab waits there now that it could take, or its own is imported' }),
  })
  .meta({ id: 'Verdict' });

export const Cohort = z.object({ id: id(CohortId), name: z.string(), size: count, mode: z.enum(cohortModes) });
export const Priority = z
  .enum(bookingPriorities)
  .meta({ description: 'Of those that wait for a place, who is asked first; nobody loses a place for it' });

export const Placement = z.object({
  workerId: id(WorkerId),
  workerName: z.string(),
  reservationId: id(ReservationId),
  from: at,
  until: at,
  ports: z.record(z.string(), z.int()),
  why: z.string(),
});

const AskedBy = { by: z.string(), reason: z.string(), at };
const AskedWish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('extend'), end: at, ...AskedBy }),
  z.object({ kind: z.literal('move'), start: at.optional(), workerId: id(WorkerId).optional(), ...AskedBy }),
  z.object({ kind: z.literal('replace'), ...AskedBy }),
]);
const WishAnswer = z.object({
  kind: z.enum(['extend', 'move', 'replace']),
  granted: z.boolean(),
  summary: z.string(),
  at,
  latestEnd: at.optional().meta({ description: 'Of an extension that was refused: what the calendar allows' }),
});

const StepState = z.object({
  status: z.enum(stepStatuses),
  attempts: count,
  startedAt: at,
  endedAt: at.optional(),
  message: z.string(),
});

/** A session as its readers see it: its state and its version. */
export const SessionView = z
  .object({
    id: id(SessionId),
    version: count,
    name: z.string(),
    definition: z.object({
      id: id(DefinitionId),
      title: z.string(),
      version: z.string(),
      needs: Amounts,
      ports: z.array(z.object({ name: z.string(), label: z.string(), protocol: z.string() })).readonly(),
      bootSeconds: z.number(),
      maxDurationMinutes: z.number().optional(),
      nodeDefinitions: z.array(z.string()).readonly().optional(),
      cmlVersions: CmlVersions.optional(),
      allowsReset: z.boolean().optional().meta({ description: 'Whether its owner may reset the lab' }),
    }),
    ownerId: z.string(),
    bookedBy: z.string(),
    bookedAt: at,
    priority: Priority.optional(),
    cohort: Cohort.optional(),
    wanted: z.object({
      start: at.optional(),
      durationMinutes: z.number(),
      region: z.string().optional(),
      regionOnly: z.boolean().optional(),
    }),
    notify: z.object({ webhook: z.string() }).optional(),
    status: z.enum(sessionStatuses),
    statusSince: at,
    reason: z.string(),
    timeslot: Timeslot.optional(),
    placement: Placement.optional(),
    verdict: Verdict.optional(),
    wish: AskedWish.optional(),
    wishAnswer: WishAnswer.optional(),
    refusedReservations: z.array(id(ReservationId)).readonly(),
    lab: SessionLab.optional(),
    outage: z
      .object({ since: at, restoredAt: at.optional() })
      .optional()
      .meta({ description: 'Its lab went down with its host; without `restoredAt` it is being started again' }),
    suspensions: z
      .array(Suspension)
      .readonly()
      .optional()
      .meta({ description: 'When nobody could work, or wanted to, and why; several may last at once' }),
    ...keepingFields,
    restartOf: id(SessionId).optional().meta({ description: 'The session whose lab this one goes on with' }),
    delivery: Delivery.optional(),
    deliveryOrder: DeliveryOrder.optional().meta({ description: 'What an operator last wanted of the delivery' }),
    deliveryAway: DeliveryAway.optional().meta({ description: 'The delivery system does not answer, since when' }),
    deliveryDue: DeliveryDue.optional().meta({
      description: 'Its lab is ready without the candidate’s side, which is made as soon as that is possible',
    }),
    readyAt: at.optional(),
    startedAt: at.optional(),
    endedAt: at.optional(),
    progress: z.partialRecord(z.enum(pipelineNames), z.record(z.string(), StepState)),
    evidenceKey: z.string().optional(),
    score: Score.optional(),
    gradings: z.array(Grading).readonly().optional(),
    regrade: RegradeOrder.optional(),
    regradeFailure: z.string().optional(),
    graderAway: GraderAway.optional().meta({
      description: 'The engine that is to grade it does not answer, since when',
    }),
    review: z.object({ state: z.enum(reviewStates), by: z.string(), at }).optional(),
    feedback: Feedback.optional().meta({ description: 'What whoever had it thought of it' }),
    outcome: z.object({ result: z.enum(outcomes), reason: z.string() }).optional(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.output<typeof SessionView>;
/** Bookings never change their time: a page goes on where the last one ended, whatever was booked since. */
export const SessionList = ListFilter.extend({
  endedBefore: at.optional().meta({ description: 'Only those that had ended by then' }),
  after: id(SessionId).optional().meta({ description: 'Only what follows this session: `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(500).optional().meta({ description: 'Left out: all of them' }),
});
export const SessionViews = z.object({
  items: z.array(SessionView),
  next: id(SessionId)
    .optional()
    .meta({ description: 'Ask with `after` of this for the next page; absent on the last' }),
});

const OfStep = { pipeline: z.enum(pipelineNames), step: z.string(), message: z.string() };

export const SessionReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('instantiation-started') }),
  z.object({ type: z.literal('step-started'), ...OfStep }),
  z.object({
    type: z.literal('step-done'),
    ...OfStep,
    output: z.object({
      lab: SessionLab.optional(),
      delivery: Delivery.optional(),
      evidenceKey: z.string().optional(),
      score: Score.optional(),
      saved: Saved.optional(),
    }),
  }),
  z.object({ type: z.literal('step-skipped'), ...OfStep }),
  z.object({ type: z.literal('step-failed'), ...OfStep, final: z.boolean() }),
  z.object({ type: z.literal('delivery-started') }),
  z.object({ type: z.literal('delivery-ended'), reason: z.string() }),
  z.object({ type: z.enum(['delivery-paused', 'delivery-resumed', 'delivery-back']) }),
  z.object({ type: z.literal('delivery-order-done'), orderedAt: at }),
  DeliveryAway.extend({ type: z.literal('delivery-away') }),
  z.object({ type: z.literal('delivery-deferred'), reason: z.string() }),
  GraderAway.extend({ type: z.literal('grader-away') }),
  z.object({ type: z.literal('grader-back') }),
  z.object({ type: z.literal('grading-deferred'), reason: z.string() }),
  z.object({ type: z.literal('lab-down'), reason: z.string(), since: at.optional() }),
  z.object({ type: z.enum(['lab-up', 'host-taken', 'host-lost']), reason: z.string() }),
  ...keepingReports,
  z.object({ type: z.literal('ended'), outcome: z.enum(outcomes), reason: z.string() }),
]);

/**
 * A booking that the demo takes: the id is made of the content of its prep-vlans.
 */
export const bookingExample = {
  definitionId: 'def_65c5747fcea86c5f',
  durationMinutes: 20,
  name: 'Dry run for Tuesday',
} as const;

export const BookSession = z.strictObject({
  definitionId: id(DefinitionId).meta({ examples: [bookingExample.definitionId] }),
  start: at.optional().meta({ description: 'When the candidate begins; left out: as soon as possible' }),
  durationMinutes: z
    .int()
    .min(1)
    .max(1440)
    .optional()
    .meta({ examples: [bookingExample.durationMinutes] }),
  name: words(100)
    .optional()
    .meta({ examples: [bookingExample.name] }),
  ownerId: z.string().min(1).max(64).optional().meta({ description: 'For whom; left out: for the caller' }),
  region: regionName
    .optional()
    .meta({ description: 'Where it should be; another is taken when nothing there can hold it' }),
  notify: z
    .strictObject({ webhook: webhookAddress })
    .optional()
    .meta({ description: 'Where the owner is told of it: an address at a host that the settings allow' }),
  regionOnly: z.boolean().optional().meta({ description: 'Rather not at all than in another region' }),
  priority: Priority.optional(),
});
export type BookSession = z.output<typeof BookSession>;
export const OfSession = z.strictObject({ sessionId: id(SessionId) });
export const OfSessionBecause = z.strictObject({ sessionId: id(SessionId), reason: reason.optional() });

export const RestartSession = z.strictObject({
  sessionId: id(SessionId),
  durationMinutes: BookSession.shape.durationMinutes,
});

const OneStep = {
  sessionId: id(SessionId),
  pipeline: z.enum(pipelineNames).meta({ examples: ['instantiate'] }),
  step: z
    .string()
    .min(1)
    .max(50)
    .meta({ examples: ['start_lab'] }),
};
export const RetryStep = z.strictObject({ ...OneStep, reason: reason.optional() });
export const SkipStep = z.strictObject({ ...OneStep, reason });

/** With the rules of which version: as it was booked, or the newest of the same lab. */
const rulesChoice = z
  .enum(['booked', 'newest'])
  .default('booked')
  .meta({ description: 'The rules of the version it was booked with, or of the newest version of the lab' });
export const RegradeSession = z.strictObject({ sessionId: id(SessionId), rules: rulesChoice });
export const OfGrading = z.strictObject({
  sessionId: id(SessionId),
  grading: z.int().min(1).max(1000).optional().meta({ description: 'Left out: the last one' }),
});

export const ReportSession = z.strictObject({
  sessionId: id(SessionId),
  expectedVersion: count,
  report: SessionReport,
});
export const ScheduleSession = z.strictObject({
  sessionId: id(SessionId),
  placement: Placement,
  timeslot: Timeslot,
  verdict: Verdict,
});
/** Each is a commit of its own: what one session refuses stops no other. */
export const ScheduleSessions = z.strictObject({ places: z.array(ScheduleSession).min(1).max(500) });
export const GiveVerdict = z.strictObject({ sessionId: id(SessionId), verdict: Verdict });
export const RefuseReservation = z.strictObject({ sessionId: id(SessionId), reservationId: id(ReservationId) });

export const LaunchLink = z.object({ url: z.url() });

export const OfEvidenceFile = z.strictObject({
  sessionId: id(SessionId),
  name: z
    .string()
    .min(1)
    .max(300)
    .meta({ examples: ['configurations/R1.cfg'] }),
});

/** How a session was graded: sections, items, points and the lines that decided them. */
export const ScoreReportDocument = z.looseObject({});
