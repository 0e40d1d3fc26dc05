import { unreachable } from '../../kernel/index.ts';
import { isOpen, type TaskStatus } from './lifecycle.ts';
import type { Task, TaskChanges, TaskEvent } from './task.ts';

export function evolveTask(task: Task | undefined, event: TaskEvent): Task {
  if (event.type === 'TaskCreated') return created(event);
  if (task === undefined) throw new Error(`${event.type} before TaskCreated`);
  return { ...changed({ ...task, before: undefined }, event), updatedAt: event.at, updatedBy: event.by };
}

function created({ id, content, cause, by, at }: Extract<TaskEvent, { type: 'TaskCreated' }>): Task {
  const said = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
  const reason = cause === undefined ? `added by ${by}` : 'raised by the system';
  return { ...content, id, cause, status: 'open', statusSince: at, reason, comments: [], ...said };
}

function changed(task: Task, event: Exclude<TaskEvent, { type: 'TaskCreated' }>): Task {
  switch (event.type) {
    case 'TaskUpdated':
      return { ...task, ...withoutGaps(task, event.changes) };
    case 'TaskAssigned': {
      const { assignee, department } = event;
      return { ...task, assignee, department, before: { assignee: task.assignee, department: task.department } };
    }
    case 'TaskStatusChanged':
      return moved(task, event.to, event);
    case 'TaskCommented':
      return { ...task, comments: [...task.comments, { by: event.by, at: event.at, text: event.text }] };
    case 'TaskCauseEnded': {
      const cause = task.cause && { ...task.cause, endedAt: event.at };
      return isOpen(task) ? { ...moved(task, 'settled', event), cause } : { ...task, cause };
    }
    default:
      return unreachable(event);
  }
}

type Move = Pick<Extract<TaskEvent, { type: 'TaskStatusChanged' }>, 'reason' | 'by' | 'at'>;

function moved(task: Task, to: TaskStatus, { reason, by, at }: Move): Task {
  const closed = isOpen({ status: to }) ? undefined : { at, by };
  return { ...task, status: to, statusSince: at, reason, closedAt: closed?.at, closedBy: closed?.by };
}

function withoutGaps(task: Task, { title, description, priority, dueAt }: TaskChanges): Partial<Task> {
  return {
    title: title ?? task.title,
    description: description ?? task.description,
    priority: priority ?? task.priority,
    dueAt: dueAt === undefined ? task.dueAt : (dueAt ?? undefined),
  };
}
