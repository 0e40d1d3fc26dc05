import { type Actor, may, whyNot } from '@lcm/core/domain/access';
import { isOpen, taskMayBecome, taskPriorities } from '@lcm/core/domain/task';
import { humanize } from './format.ts';
import { paths } from './paths.ts';
import type { Task } from './views.ts';

/** What there is to see: what was deleted, or handed to somebody else, is not. */
export function shownTasks(tasks: readonly Task[]): readonly Task[] {
  return tasks.filter(({ status }) => status !== 'deleted');
}

export function openTasks(tasks: readonly Task[]): readonly Task[] {
  return tasks.filter((task) => isOpen(task));
}

/** The open tasks about one thing. */
export function tasksAbout(tasks: readonly Task[], id: string): readonly Task[] {
  return openTasks(tasks).filter(({ subject }) => subject?.id === id);
}

/** Open ones first; of these what presses most, then what has waited longest; of the others the newest. */
export function byUrgency(one: Task, other: Task): number {
  const [open, otherOpen] = [isOpen(one), isOpen(other)];
  if (open !== otherOpen) return open ? -1 : 1;
  const older = Date.parse(one.createdAt) - Date.parse(other.createdAt);
  if (!open) return -older;
  const press = taskPriorities.indexOf(other.priority) - taskPriorities.indexOf(one.priority);
  return press === 0 ? older : press;
}

export function isOverdue({ dueAt, ...task }: Task, now: number): boolean {
  return dueAt !== undefined && isOpen(task) && Date.parse(dueAt) < now;
}

/** The screen of what a task is about; there is none of an event that came in. */
export function subjectPath({ kind, id }: NonNullable<Task['subject']>): string | undefined {
  const of: Readonly<Record<string, (id: string) => string>> = {
    worker: paths.worker,
    session: paths.session,
    definition: paths.definition,
    lab: paths.lab,
  };
  return of[kind]?.(id);
}

export type TaskOrder = 'take' | 'done' | 'dismiss' | 'reopen' | 'edit' | 'handOver' | 'delete';

export const taskOrders = {
  take: 'Take',
  done: 'Done',
  dismiss: 'Dismiss',
  reopen: 'Reopen',
  edit: 'Edit',
  handOver: 'Hand over',
  delete: 'Delete',
} as const satisfies Record<TaskOrder, string>;

/** What one does in a list; the rest is on the task's own page. */
export function quickOrders(task: Task): readonly TaskOrder[] {
  return isOpen(task) ? ['take', 'done', 'dismiss'] : ['reopen'];
}

const targets = { done: 'done', dismiss: 'dismissed', reopen: 'open' } as const;

type Whys = Readonly<Record<TaskOrder, (actor: Actor, task: Task) => string | undefined>>;

const whys: Whys = {
  take: whyNotTake,
  done: (_actor, task) => whyNotBecome(task, targets.done),
  dismiss: (_actor, task) => whyNotBecome(task, targets.dismiss),
  reopen: (_actor, task) =>
    task.cause?.endedAt === undefined ? whyNotBecome(task, targets.reopen) : 'What it was raised for is over',
  edit: (_actor, task) => (isOpen(task) ? undefined : `Not possible while it is ${wordOf(task)}`),
  handOver: (actor, task) => whyNot(actor, 'task:department') ?? whys.edit(actor, task),
  delete: (actor) => whyNot(actor, 'task:all'),
};

/** Why the viewer cannot do this to a task now; `undefined` when they can. */
export function whyNotTask(actor: Actor, order: TaskOrder, task: Task): string | undefined {
  return whys[order](actor, task);
}

function whyNotTake(actor: Actor, task: Task): string | undefined {
  const isMine = task.assignee?.id === actor.id;
  if (isMine && task.status === 'in_progress') return 'You have it already';
  if (!isMine && !may(actor, 'task:department')) return whyNot(actor, 'task:department');
  return whys.edit(actor, task);
}

function whyNotBecome(task: Task, to: Task['status']): string | undefined {
  if (task.status !== to && taskMayBecome(task.status, to)) return undefined;
  return `Not possible while it is ${wordOf(task)}`;
}

function wordOf({ status }: Task): string {
  return humanize(status).toLowerCase();
}
