import * as z from 'zod';
import { askedTaskStatuses, TaskId, type TaskStatus, taskPriorities, taskTransitions } from '../domain/task/index.ts';
import { at, count, id, reason, words } from './primitives.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const taskStatuses = Object.keys(taskTransitions) as TaskStatus[];

const title = words(200).meta({ examples: ['Call the licence server'] });
const description = z.string().trim().max(4000);
const priority = z.enum(taskPriorities);
const department = words(100).meta({ examples: ['operations'] });

const Assignee = z.object({ id: z.string(), name: z.string() });
const person = words(200);

const Handover = z.strictObject({ id: person, name: person.optional() }).meta({
  description: 'As the identity provider knows them; without a name, the id is shown',
  examples: [{ id: 'manager', name: 'Max Manager' }],
});

const Subject = z.object({
  kind: z.string().meta({ examples: ['worker'] }),
  id: z.string(),
  name: z.string(),
});

export const TaskView = z
  .object({
    id: id(TaskId),
    version: count,
    title: z.string(),
    description: z.string(),
    priority,
    status: z.enum(taskStatuses),
    statusSince: at,
    reason: z.string(),
    assignee: Assignee.optional(),
    department: z.string().optional(),
    subject: Subject.optional(),
    cause: z
      .object({ cause: z.string(), occurrence: count, endedAt: at.optional() })
      .optional()
      .meta({ description: 'What the system raised it for; absent when a person added it' }),
    dueAt: at.optional(),
    comments: z.array(z.object({ by: z.string(), at, text: z.string() })).readonly(),
    createdAt: at,
    createdBy: z.string(),
    updatedAt: at,
    updatedBy: z.string(),
    closedAt: at.optional(),
    closedBy: z.string().optional(),
  })
  .meta({ id: 'Task' });
export type TaskView = z.output<typeof TaskView>;
export const TaskViews = z.object({ items: z.array(TaskView) });

export const CreateTask = z.strictObject({
  title,
  description: description.default(''),
  priority: priority.default('normal'),
  assignee: Handover.optional(),
  department: department.optional().meta({ description: 'Your own, when nothing is said' }),
  subject: z
    .strictObject({ kind: z.enum(['worker', 'session', 'definition', 'lab']), id: z.string().min(1).max(100) })
    .optional()
    .meta({ description: 'What it is about' }),
  dueAt: at.optional(),
});
export type CreateTask = z.output<typeof CreateTask>;

export const OfTask = z.strictObject({ taskId: id(TaskId) });

/** What is left out stays as it is. */
export const UpdateTask = OfTask.extend({
  title: title.optional(),
  description: description.optional(),
  priority: priority.optional(),
  dueAt: at.nullable().optional().meta({ description: 'null: at no time any more' }),
});

export const AssignTask = OfTask.extend({
  assignee: Handover.nullable().optional().meta({ description: 'null: nobody; absent: who it is' }),
  department: department.nullable().optional(),
});

export const ChangeTaskStatus = OfTask.extend({
  to: z.enum(askedTaskStatuses),
  reason: reason.optional().meta({ description: 'Needed to dismiss a task' }),
});

export const CommentTask = OfTask.extend({ text: words(2000) });
