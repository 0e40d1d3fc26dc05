/** The whole lifecycle of a task, as data. What was settled by itself is over; if it comes back, it is another task. */
export const taskTransitions = {
  open: ['in_progress', 'done', 'dismissed', 'settled', 'deleted'],
  in_progress: ['open', 'done', 'dismissed', 'settled', 'deleted'],
  done: ['open', 'deleted'],
  dismissed: ['open', 'deleted'],
  settled: ['deleted'],
  deleted: [],
} as const satisfies Record<string, readonly string[]>;

export type TaskStatus = keyof typeof taskTransitions;

/** What people move a task to; to settle is what raised it, to delete is another permission. */
export const askedTaskStatuses = ['open', 'in_progress', 'done', 'dismissed'] as const;
export type AskedTaskStatus = (typeof askedTaskStatuses)[number];

export const taskPriorities = ['low', 'normal', 'high', 'urgent'] as const;
export type TaskPriority = (typeof taskPriorities)[number];

const allowedIn = {
  edit: ['open', 'in_progress'],
  assign: ['open', 'in_progress'],
  comment: ['open', 'in_progress', 'done', 'dismissed', 'settled'],
} as const satisfies Record<string, readonly TaskStatus[]>;

export type TaskAction = keyof typeof allowedIn;

export function taskCan(action: TaskAction, { status }: { readonly status: TaskStatus }): boolean {
  const statuses: readonly TaskStatus[] = allowedIn[action];
  return statuses.includes(status);
}

export function taskMayBecome(from: TaskStatus, to: TaskStatus): boolean {
  const next: readonly TaskStatus[] = taskTransitions[from];
  return next.includes(to);
}

/** Somebody still has to do something about it. */
export function isOpen({ status }: { readonly status: TaskStatus }): boolean {
  return status === 'open' || status === 'in_progress';
}
