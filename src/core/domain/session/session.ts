import type { Instant } from '../../kernel/index.ts';
import type { DefinitionId } from '../definition/index.ts';
import type { GradedBy } from '../grading/engine.ts';
import type { LabRecordId } from '../lab/lab-id.ts';
import type { Amounts, CmlVersions, ReservationId, Resource, WorkerId } from '../worker/index.ts';
import type { BookingPriority, Cohort, SeatsToCome } from './cohort.ts';
import type { DeliveryAway, DeliveryDue, DeliveryOrder, DeliveryOrderKind, SessionDelivery } from './delivery-state.ts';
import type { FeedbackState } from './feedback-state.ts';
import type { GraderAway } from './grader-state.ts';
import type { Outcome, SessionStatus } from './lifecycle.ts';
import type { PipelineName, PipelineProgress } from './pipelines.ts';
import type { SessionId } from './session-id.ts';
import type { PauseCause, Suspension, SuspensionCause } from './suspensions.ts';
import type { Wanted } from './wanted.ts';
import type { AskedWish, WishAnswer } from './wish.ts';

export interface Timeslot {
  readonly start: Instant;
  readonly end: Instant;
}

/** What one worker lacked for a session, by how much, and when it would have it. */
export interface WorkerVerdict {
  readonly workerId: WorkerId;
  readonly name: string;
  readonly fits: boolean;
  readonly short: Readonly<Partial<Record<Resource | 'ports', number>>>;
  /** What else speaks against it, in words: `draining`, `needs 12 min to start, the session begins in 5`. */
  readonly obstacles: readonly string[];
  /** Where ports are missing: how many of them labs hold that no session has. Which ones is not for everybody to know. */
  readonly foreignPorts?: number | undefined;
  readonly earliestStart?: Instant | undefined;
}

/** The scheduler's answer to a session, as words and as data. */
export interface Verdict {
  readonly decidedAt: Instant;
  readonly placed: boolean;
  readonly summary: string;
  readonly workers: readonly WorkerVerdict[];
  /** Of a large fleet: how many more there are, by what speaks for or against them. */
  readonly others?: readonly { readonly reason: string; readonly count: number }[] | undefined;
  /** The earliest start that some worker, or a new one, could keep. */
  readonly earliestStart?: Instant | undefined;
  /** Changes that would make it work as asked. */
  readonly wouldHelp: readonly string[];
  /** Of a cohort that has to have all its seats: how many of them would fit at its time. */
  readonly seats?: { readonly fit: number; readonly of: number } | undefined;
}

/** What the session needs of the definition, pinned when it was booked. */
export interface PinnedDefinition {
  readonly id: DefinitionId;
  readonly title: string;
  readonly version: string;
  readonly needs: Amounts;
  readonly ports: readonly { readonly name: string; readonly label: string; readonly protocol: string }[];
  readonly bootSeconds: number;
  /** How long a session may become by extensions; absent of what was booked before this was pinned. */
  readonly maxDurationMinutes?: number | undefined;
  /** Kinds of nodes that its worker has to know; absent of what was booked before this was asked. */
  readonly nodeDefinitions?: readonly string[] | undefined;
  /** Of its worker. */
  readonly cmlVersions?: CmlVersions | undefined;
  /** Whether its owner may reset the lab; operators may anyway. */
  readonly allowsReset?: boolean | undefined;
}

export interface Placement {
  readonly workerId: WorkerId;
  readonly workerName: string;
  readonly reservationId: ReservationId;
  readonly from: Instant;
  readonly until: Instant;
  readonly ports: Readonly<Record<string, number>>;
  readonly why: string;
}

/** Its lab on its worker, as CML knows it. */
export interface SessionLab {
  readonly id: string;
  readonly title: string;
  /** Of the worker, when it was imported; sessions of earlier versions do not tell. */
  readonly launch?: number | undefined;
  /** Of the warm lab that it took; absent when it was imported for it. */
  readonly warmLab?: LabRecordId | undefined;
}

/** Its lab went down with its host while the candidate had it, or was about to. */
export interface LabOutage {
  readonly since: Instant;
  /** Absent while the lab is being started again. */
  readonly restoredAt?: Instant | undefined;
}

/** What its nodes ran at a time, by content. */
export interface SavedConfigurations {
  readonly key: string;
  readonly at: Instant;
  /** Made for this session and no other, so that it goes when something newer is kept. */
  readonly own?: true | undefined;
}

/** What was kept of a session that ended long ago is shown to nobody any more, and then removed. */
export interface EvidenceExpiry {
  readonly at: Instant;
  /** So long it was kept. */
  readonly days: number;
  /** What is to be removed, by content; nothing is left once it was. */
  readonly keys: readonly string[];
  readonly removedAt?: Instant | undefined;
}

export interface Score {
  readonly points: number;
  readonly maxPoints: number;
  readonly percent: number;
  readonly cutScore: number;
  readonly result: 'pass' | 'fail';
  /** The whole report, by content. */
  readonly reportKey: string;
  /** By which rules: of this version of the definition, and what they hash to. Absent of earlier gradings. */
  readonly rulesVersion?: string | undefined;
  readonly rulesHash?: string | undefined;
  /** What could not be told, in points: neither earned nor lost. */
  readonly notGradablePoints?: number | undefined;
  /** Absent of earlier gradings: they are ours. */
  readonly engine?: GradedBy | undefined;
}

export const gradingCauses = ['end', 'regrade', 'reread'] as const;

/** One grading as it was: none is ever changed, the last one counts. */
export interface Grading {
  /** Counts from one. */
  readonly number: number;
  readonly cause: (typeof gradingCauses)[number];
  /** Who asked for it; the session itself at its end. */
  readonly by: string;
  readonly at: Instant;
  readonly evidenceKey?: string | undefined;
  readonly score: Score;
}

/** A grading that somebody asked for and that is not done yet. */
export interface RegradeOrder {
  /** `end`: that of its end, which had to be put off. */
  readonly cause: Grading['cause'];
  readonly by: string;
  readonly at: Instant;
  /** Whose rules: those it was booked with, or those of a newer version. */
  readonly rulesOf: DefinitionId;
}

export const reviewStates = ['submitted', 'locked'] as const;

/** Who stands behind the last grading. */
export interface Review {
  readonly state: (typeof reviewStates)[number];
  readonly by: string;
  readonly at: Instant;
}

/** One timed run of a definition for one owner on one worker. */
export interface Session {
  readonly id: SessionId;
  readonly name: string;
  readonly definition: PinnedDefinition;
  readonly ownerId: string;
  readonly bookedBy: string;
  readonly bookedAt: Instant;
  /** Of those that wait for a place, who is asked first; absent: normal. */
  readonly priority?: BookingPriority | undefined;
  /** Booked together with others. */
  readonly cohort?: Cohort | undefined;
  readonly toCome?: SeatsToCome | undefined;
  readonly wanted: Wanted;
  /** Where its owner wants to be told of it; absent: nowhere. */
  readonly notify?: { readonly webhook: string } | undefined;
  readonly status: SessionStatus;
  readonly statusSince: Instant;
  readonly reason: string;
  readonly timeslot?: Timeslot | undefined;
  readonly placement?: Placement | undefined;
  readonly verdict?: Verdict | undefined;
  /** What the scheduler has yet to answer. */
  readonly wish?: AskedWish | undefined;
  readonly wishAnswer?: WishAnswer | undefined;
  /** Reservations that came too late and are refused for ever. */
  readonly refusedReservations: readonly ReservationId[];
  readonly lab?: SessionLab | undefined;
  readonly outage?: LabOutage | undefined;
  /** In the order in which they began. */
  readonly suspensions?: readonly Suspension[] | undefined;
  readonly saved?: SavedConfigurations | undefined;
  /** What was kept before that, until it is removed. */
  readonly replaced?: readonly string[] | undefined;
  readonly expiry?: EvidenceExpiry | undefined;
  /** The session whose lab this one goes on with. */
  readonly restartOf?: SessionId | undefined;
  readonly delivery?: SessionDelivery | undefined;
  readonly deliveryOrder?: DeliveryOrder | undefined;
  readonly deliveryAway?: DeliveryAway | undefined;
  readonly deliveryDue?: DeliveryDue | undefined;
  readonly readyAt?: Instant | undefined;
  readonly startedAt?: Instant | undefined;
  readonly endedAt?: Instant | undefined;
  readonly progress: Readonly<Partial<Record<PipelineName, PipelineProgress>>>;
  readonly evidenceKey?: string | undefined;
  readonly score?: Score | undefined;
  /** All of them, oldest first; absent while there is none. */
  readonly gradings?: readonly Grading[] | undefined;
  readonly regrade?: RegradeOrder | undefined;
  /** Why the last grading that was asked for came to nothing. */
  readonly regradeFailure?: string | undefined;
  readonly graderAway?: GraderAway | undefined;
  readonly review?: Review | undefined;
  readonly feedback?: FeedbackState | undefined;
  readonly outcome?: { readonly result: Outcome; readonly reason: string } | undefined;
}

/** What steps found out and later ones need; written with the step that made it. */
export interface StepOutput {
  readonly lab?: SessionLab | undefined;
  readonly delivery?: SessionDelivery | undefined;
  readonly evidenceKey?: string | undefined;
  readonly score?: Score | undefined;
  readonly saved?: SavedConfigurations | undefined;
}

interface At {
  readonly at: Instant;
}
interface Who {
  readonly by: string;
}
interface OfStep extends At {
  readonly pipeline: PipelineName;
  readonly step: string;
  readonly message: string;
}

export type SessionEvent =
  | (At & {
      readonly type: 'SessionBooked';
      readonly id: SessionId;
      readonly name: string;
      readonly definition: PinnedDefinition;
      readonly ownerId: string;
      readonly by: string;
      readonly wanted: Session['wanted'];
      readonly notify?: Session['notify'];
      readonly restartOf?: SessionId | undefined;
      /** What its lab begins with instead of its initial configurations. */
      readonly saved?: SavedConfigurations | undefined;
      readonly priority?: BookingPriority | undefined;
      readonly cohort?: Cohort | undefined;
      readonly toCome?: SeatsToCome | undefined;
    })
  | (At & { readonly type: 'SessionVerdictGiven'; readonly verdict: Verdict })
  | (At & {
      readonly type: 'SessionScheduled';
      readonly timeslot: Timeslot;
      readonly placement: Placement;
      readonly verdict: Verdict;
    })
  | (At & { readonly type: 'SessionPlaceLost'; readonly reason: string })
  | (At & Who & { readonly type: 'SessionRenamed'; readonly name: string })
  | (At & Who & { readonly type: 'SessionHandedOut'; readonly ownerId: string })
  | (At & Who & { readonly type: 'SessionRequeued'; readonly reason: string })
  | (At & Who & { readonly type: 'SessionExtensionAsked'; readonly end: Instant; readonly reason: string })
  | (At & {
      readonly type: 'SessionExtended';
      readonly end: Instant;
      /** Of its reservation. */
      readonly until: Instant;
      readonly summary: string;
    })
  | (At &
      Who & {
        readonly type: 'SessionMoveAsked';
        readonly start?: Instant | undefined;
        readonly workerId?: WorkerId | undefined;
        readonly reason: string;
      })
  | (At & {
      readonly type: 'SessionMoved';
      readonly timeslot: Timeslot;
      readonly placement: Placement;
      readonly verdict: Verdict;
      /** Nobody has wished it, and only its host is another. */
      readonly unasked?: true | undefined;
    })
  | (At & {
      readonly type: 'SessionWishRefused';
      readonly kind: WishAnswer['kind'];
      readonly summary: string;
      readonly latestEnd?: Instant | undefined;
    })
  | (At & { readonly type: 'SessionReservationRefused'; readonly reservationId: ReservationId })
  | (At & { readonly type: 'SessionInstantiationStarted' })
  | (OfStep & { readonly type: 'SessionStepStarted' })
  | (OfStep & { readonly type: 'SessionStepDone'; readonly output: StepOutput })
  /** By a person, with the reason as its message; or because there was nothing to do. */
  | (OfStep & { readonly type: 'SessionStepSkipped'; readonly by?: string | undefined })
  | (OfStep & Who & { readonly type: 'SessionStepRetried' })
  | (OfStep & { readonly type: 'SessionStepFailed'; readonly final: boolean })
  | (At & { readonly type: 'SessionReady' })
  | (At & { readonly type: 'SessionStarted' })
  | (At & {
      readonly type: 'SessionLabDown';
      readonly reason: string;
      /** Since when nobody can work in it; earlier versions did not say. */
      readonly since?: Instant | undefined;
    })
  | (At & { readonly type: 'SessionLabUp'; readonly reason: string })
  | (At & {
      readonly type: 'SessionConfigurationsKept';
      readonly saved: SavedConfigurations;
      /** Labels of nodes that could not be read: what they ran before is kept. */
      readonly unread: readonly string[];
      /** What was kept before and is not stored any more. */
      readonly removed: readonly string[];
    })
  | (At & { readonly type: 'SessionEvidenceExpired'; readonly days: number })
  | (At & { readonly type: 'SessionEvidenceRemoved' })
  | (At & Who & { readonly type: 'SessionResetStarted'; readonly reason: string })
  | (At & { readonly type: 'SessionHostLost'; readonly reason: string })
  | (At & {
      readonly type: 'SessionReplaced';
      readonly timeslot: Timeslot;
      readonly placement: Placement;
      readonly verdict: Verdict;
    })
  | (At &
      Who & {
        readonly type: 'SessionDeliveryOrdered';
        readonly order: DeliveryOrderKind;
        readonly reason: string;
      })
  | (At & { readonly type: 'SessionDeliveryOrderDone'; readonly order: DeliveryOrderKind })
  | (At & { readonly type: 'SessionSuspended'; readonly cause: PauseCause; readonly reason: string })
  | (At & { readonly type: 'SessionResumed'; readonly cause: SuspensionCause })
  | (At & { readonly type: 'SessionDeliveryAway' } & DeliveryAway)
  | (At & { readonly type: 'SessionDeliveryBack' })
  | (At & { readonly type: 'SessionDeliveryDeferred'; readonly reason: string })
  | (At & { readonly type: 'SessionDeliveryMade' })
  | (At & { readonly type: 'SessionCollectionStarted'; readonly reason: string })
  | (At & { readonly type: 'SessionGradingStarted' })
  | (At & { readonly type: 'SessionStopping'; readonly outcome: { readonly result: Outcome; readonly reason: string } })
  | (At & { readonly type: 'SessionRegradeAsked'; readonly order: Omit<RegradeOrder, 'at'> })
  | (At & { readonly type: 'SessionRegradeSettled'; readonly failure?: string | undefined })
  | (At & { readonly type: 'SessionGraderAway' } & GraderAway)
  | (At & { readonly type: 'SessionGraderBack' })
  | (At & { readonly type: 'SessionGradingDeferred'; readonly reason: string })
  | (At & { readonly type: 'SessionScoreSubmitted'; readonly by: string })
  | (At & { readonly type: 'SessionScoreLocked'; readonly by: string })
  | (At & Who & { readonly type: 'SessionFeedbackGiven' } & Omit<FeedbackState, 'at'>)
  | (At & { readonly type: 'SessionStopped' })
  | (At & { readonly type: 'SessionArchived' })
  | (At & {
      readonly type: 'SessionEnded';
      readonly status: 'terminated' | 'expired' | 'failed';
      readonly reason: string;
    });
