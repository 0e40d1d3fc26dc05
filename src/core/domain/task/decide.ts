import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import { type AskedTaskStatus, isOpen, type TaskAction, type TaskStatus, taskCan, taskMayBecome } from './lifecycle.ts';
import type { Assignee, Task, TaskChanges, TaskEvent } from './task.ts';

export type TaskRejection =
  | { readonly code: 'task.wrong-state'; readonly status: TaskStatus; readonly to: TaskStatus | TaskAction }
  | { readonly code: 'task.no-reason' }
  | { readonly code: 'task.cause-over' }
  | { readonly code: 'task.too-many-comments'; readonly most: number };

export type TaskDecision = Result<TaskEvent[], TaskRejection>;

interface Said {
  readonly by: string;
  readonly at: Instant;
}

/** What is discussed at more length than this belongs elsewhere. */
export const mostComments = 200;

export function updateTask(task: Task, changes: TaskChanges, said: Said): TaskDecision {
  if (!taskCan('edit', task)) return wrongState(task, 'edit');
  const changed = isNews(task, changes);
  return ok(changed ? [{ type: 'TaskUpdated', changes, ...said }] : []);
}

function isNews(task: Task, { title, description, priority, dueAt }: TaskChanges): boolean {
  const said = [title ?? task.title, description ?? task.description, priority ?? task.priority];
  const before = [task.title, task.description, task.priority];
  return (
    said.some((value, index) => value !== before[index]) || (dueAt !== undefined && dueAt !== (task.dueAt ?? null))
  );
}

export interface Handover {
  /** `null`: to nobody; absent: to whom it is. */
  readonly assignee?: Assignee | null | undefined;
  readonly department?: string | null | undefined;
}

export function assignTask(task: Task, to: Handover, said: Said): TaskDecision {
  if (!taskCan('assign', task)) return wrongState(task, 'assign');
  const assignee = kept(to.assignee, task.assignee);
  const department = kept(to.department, task.department);
  if (assignee?.id === task.assignee?.id && department === task.department) return ok([]);
  return ok([{ type: 'TaskAssigned', assignee, department, ...said }]);
}

/** `null`: none any more; nothing said: as it was. */
function kept<Value>(said: Value | null | undefined, before: Value | undefined): Value | undefined {
  return said === undefined ? before : (said ?? undefined);
}

/** Moves a task as a person asks for it. To dismiss one needs a reason, and what is over is not opened again. */
export function moveTask(
  task: Task,
  { to, reason }: { readonly to: AskedTaskStatus; readonly reason?: string | undefined },
  said: Said,
): TaskDecision {
  if (task.status === to) return ok([]);
  if (!taskMayBecome(task.status, to)) return wrongState(task, to);
  if (to === 'dismissed' && reason === undefined) return reject({ code: 'task.no-reason' });
  if (isOver(task)) return reject({ code: 'task.cause-over' });
  return ok([{ type: 'TaskStatusChanged', to, reason: reason ?? `${words[to]} by ${said.by}`, ...said }]);
}

function isOver(task: Task): boolean {
  return !isOpen(task) && task.cause?.endedAt !== undefined;
}

const words = { open: 'put back', in_progress: 'taken on', done: 'done', dismissed: 'dismissed' } as const;

export function deleteTask(task: Task, said: Said): TaskDecision {
  if (task.status === 'deleted') return ok([]);
  return ok([{ type: 'TaskStatusChanged', to: 'deleted', reason: `deleted by ${said.by}`, ...said }]);
}

export function commentTask(task: Task, text: string, said: Said): TaskDecision {
  if (!taskCan('comment', task)) return wrongState(task, 'comment');
  if (task.comments.length >= mostComments) return reject({ code: 'task.too-many-comments', most: mostComments });
  return ok([{ type: 'TaskCommented', text, ...said }]);
}

/** What it was raised for is over. Said twice it changes nothing. */
export function endCause(task: Task, said: Said): TaskEvent[] {
  if (task.cause === undefined || task.cause.endedAt !== undefined) return [];
  return [{ type: 'TaskCauseEnded', reason: 'what it was raised for is over', ...said }];
}

function wrongState({ status }: Task, to: TaskStatus | TaskAction): TaskDecision {
  return reject({ code: 'task.wrong-state', status, to });
}
