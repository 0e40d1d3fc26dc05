export type { Concern, ConcernKind, ConcernLimits, ConcernSubjects } from './concern.ts';
export { defaultConcernLimits, holdsAt, nextTurn, taskIdOf } from './concern.ts';
export { deliveryConcerns, deliverySubject } from './concerns/delivery-concerns.ts';
export { concernSources } from './concerns/index.ts';
export { mailCause, mailConcerns, mailSubject } from './concerns/mail-concerns.ts';
export { concernsOf } from './concerns-of.ts';
export type { Handover, TaskDecision, TaskRejection } from './decide.ts';
export { assignTask, commentTask, deleteTask, endCause, mostComments, moveTask, updateTask } from './decide.ts';
export { evolveTask } from './evolve.ts';
export type { AskedTaskStatus, TaskAction, TaskPriority, TaskStatus } from './lifecycle.ts';
export { askedTaskStatuses, isOpen, taskCan, taskMayBecome, taskPriorities, taskTransitions } from './lifecycle.ts';
export type {
  Assignee,
  Task,
  TaskCause,
  TaskChanges,
  TaskComment,
  TaskContent,
  TaskEvent,
  TaskSubject,
} from './task.ts';
export { TaskId } from './task.ts';
export { maySeeTask } from './visible.ts';
