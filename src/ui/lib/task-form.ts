import { fromLocalInput, toLocalInput } from './format.ts';
import type { Task } from './views.ts';

/** What is typed, as it is typed. */
export interface TaskDraft {
  readonly title: string;
  readonly description: string;
  readonly priority: Task['priority'];
  readonly due: string;
}

export const emptyTask: TaskDraft = { title: '', description: '', priority: 'normal', due: '' };

export function taskDraftOf({ title, description, priority, dueAt }: Task): TaskDraft {
  return { title, description, priority, due: dueAt === undefined ? '' : toLocalInput(Date.parse(dueAt)) };
}

export interface NewTask {
  readonly title: string;
  readonly description: string;
  readonly priority: Task['priority'];
  readonly dueAt?: string;
  readonly subject?: { readonly kind: string; readonly id: string };
}

export function newTaskOf(draft: TaskDraft): NewTask {
  const due = fromLocalInput(draft.due);
  return { ...textOf(draft), ...(due === undefined ? {} : { dueAt: new Date(due).toISOString() }) };
}

export interface TaskUpdate extends Pick<NewTask, 'title' | 'description' | 'priority'> {
  /** `null`: at no time any more. */
  readonly dueAt: string | null;
}

export function taskUpdateOf(draft: TaskDraft): TaskUpdate {
  const due = fromLocalInput(draft.due);
  return { ...textOf(draft), dueAt: due === undefined ? null : new Date(due).toISOString() };
}

function textOf({ title, description, priority }: TaskDraft) {
  return { title: title.trim(), description: description.trim(), priority };
}

/** What is wrong with a draft, in words; `undefined` when it can be sent. */
export function taskFaultOf({ title }: TaskDraft): string | undefined {
  return title.trim() === '' ? 'Say in a few words what is to be done' : undefined;
}
