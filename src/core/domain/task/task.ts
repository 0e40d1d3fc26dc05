import { type Brand, type Instant, idKind } from '../../kernel/index.ts';
import type { TaskPriority, TaskStatus } from './lifecycle.ts';

export type TaskId = Brand<string, 'TaskId'>;
export const TaskId = idKind<'TaskId'>('tsk');

/** What a task is about, if it is about something that has a screen. */
export interface TaskSubject {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

export interface Assignee {
  /** As the identity provider knows them. */
  readonly id: string;
  readonly name: string;
}

/** What the system saw that a person is needed for. */
export interface TaskCause {
  /** `worker.gave-up`: with the subject, what the task stands for. */
  readonly cause: string;
  /** The how manieth time, counted from one: what was over and comes back is another task. */
  readonly occurrence: number;
  /** Since when it is over. */
  readonly endedAt?: Instant | undefined;
}

export interface TaskComment {
  readonly by: string;
  readonly at: Instant;
  readonly text: string;
}

/** Something that a person has to do or decide. */
export interface Task {
  readonly id: TaskId;
  readonly title: string;
  readonly description: string;
  readonly priority: TaskPriority;
  readonly status: TaskStatus;
  readonly statusSince: Instant;
  /** Why it has its status, in words. */
  readonly reason: string;
  readonly assignee?: Assignee | undefined;
  /** Whose managers see it. */
  readonly department?: string | undefined;
  /** Right after a handover, who had it until then: they are told that it is no longer theirs. */
  readonly before?: Pick<Task, 'assignee' | 'department'> | undefined;
  readonly subject?: TaskSubject | undefined;
  /** Absent: a person added it. */
  readonly cause?: TaskCause | undefined;
  readonly dueAt?: Instant | undefined;
  readonly comments: readonly TaskComment[];
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
  readonly closedAt?: Instant | undefined;
  readonly closedBy?: string | undefined;
}

/** What a task says, as whoever adds it gives it. */
export interface TaskContent {
  readonly title: string;
  readonly description: string;
  readonly priority: TaskPriority;
  readonly assignee?: Assignee | undefined;
  readonly department?: string | undefined;
  readonly subject?: TaskSubject | undefined;
  readonly dueAt?: Instant | undefined;
}

export interface TaskChanges {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly priority?: TaskPriority | undefined;
  /** `null`: at no time any more. */
  readonly dueAt?: Instant | null | undefined;
}

interface Said {
  readonly by: string;
  readonly at: Instant;
}

export type TaskEvent =
  | (Said & {
      readonly type: 'TaskCreated';
      readonly id: TaskId;
      readonly content: TaskContent;
      readonly cause?: Pick<TaskCause, 'cause' | 'occurrence'> | undefined;
    })
  | (Said & { readonly type: 'TaskUpdated'; readonly changes: TaskChanges })
  | (Said & {
      readonly type: 'TaskAssigned';
      readonly assignee?: Assignee | undefined;
      readonly department?: string | undefined;
    })
  | (Said & { readonly type: 'TaskStatusChanged'; readonly to: TaskStatus; readonly reason: string })
  | (Said & { readonly type: 'TaskCommented'; readonly text: string })
  /** What it was raised for is over; whoever had not closed it need not any more. */
  | (Said & { readonly type: 'TaskCauseEnded'; readonly reason: string });
