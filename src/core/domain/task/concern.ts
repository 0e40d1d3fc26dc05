import { type Instant, sha256 } from '../../kernel/index.ts';
import type { Definition } from '../definition/index.ts';
import type { InboxItem } from '../inbox/index.ts';
import type { LabRecord } from '../lab/index.ts';
import type { Session } from '../session/index.ts';
import type { Worker } from '../worker/index.ts';
import type { TaskPriority } from './lifecycle.ts';
import { TaskId, type TaskSubject } from './task.ts';

/** Something that the system needs a person for, and when: it may be foreseen, and it may end with time. */
export interface Concern {
  /** `worker.gave-up`: one subject has one concern of a cause at most. */
  readonly cause: string;
  readonly subject: TaskSubject;
  readonly from: Instant;
  readonly until?: Instant | undefined;
  readonly title: string;
  readonly detail: string;
  readonly priority: TaskPriority;
  /** What there is to say once its subject has left the lists; without it the concern ends with that. */
  readonly afterwards?: string | undefined;
}

/** How long something may last before a person has to look at it. */
export interface ConcernLimits {
  /** After so many failed launches in a row the worker controller gives up. */
  readonly launchAttempts: number;
  readonly drainMs: number;
  readonly unknownMs: number;
  /** From its start to a CML that answers, of a host that somebody else launched. */
  readonly adoptedBootMs: number;
  readonly returnLicenseMs: number;
  readonly cleanUpMs: number;
  /** So long a delivery system may leave sessions without an answer. */
  readonly deliveryAwayMs: number;
  /** So long the mail server may take no mail. */
  readonly mailAwayMs: number;
  readonly inboxMs: number;
  readonly syncMs: number;
  /** So long a lab may be left behind by its session. */
  readonly leftLabMs: number;
  /** A session that failed longer ago than this needs nobody any more. */
  readonly failureKeptMs: number;
}

const minute = 60_000;
const hour = 60 * minute;

export const defaultConcernLimits: ConcernLimits = {
  launchAttempts: 5,
  drainMs: 4 * hour,
  unknownMs: 5 * minute,
  adoptedBootMs: 30 * minute,
  returnLicenseMs: 30 * minute,
  cleanUpMs: 30 * minute,
  deliveryAwayMs: 5 * minute,
  mailAwayMs: 5 * minute,
  inboxMs: 15 * minute,
  syncMs: hour,
  leftLabMs: 30 * minute,
  failureKeptMs: 7 * 24 * hour,
};

/** The kinds of things that concerns are about. */
export interface ConcernSubjects {
  readonly worker: Worker;
  readonly session: Session;
  readonly definition: Definition;
  readonly inbox: InboxItem;
  readonly lab: LabRecord;
}
export type ConcernKind = keyof ConcernSubjects;

/** One reason for tasks: what it sees in a thing of its kind. Pure; time is in what it answers. */
export type ConcernSource<Kind extends ConcernKind> = (
  subject: ConcernSubjects[Kind],
  limits: ConcernLimits,
) => Concern | undefined;

export function holdsAt({ from, until }: Concern, at: Instant): boolean {
  return from <= at && (until === undefined || at < until);
}

/** When what a concern says of the present next changes by time alone. */
export function nextTurn({ from, until }: Concern, at: Instant): Instant | undefined {
  return from > at ? from : until !== undefined && until > at ? until : undefined;
}

/** Always the same for the same occurrence: raising it twice is raising it once. */
export function taskIdOf(
  { cause, subject }: { readonly cause: string; readonly subject: Pick<TaskSubject, 'kind' | 'id'> },
  occurrence: number,
): TaskId {
  return TaskId.parse(`tsk_${sha256(`${cause} ${subject.kind}/${subject.id} ${occurrence}`).slice(0, 16)}`);
}
