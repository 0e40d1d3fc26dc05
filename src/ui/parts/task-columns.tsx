import { taskPriorities, taskTransitions } from '@lcm/core/domain/task';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import { isOverdue, quickOrders } from '../lib/tasks.ts';
import type { Task } from '../lib/views.ts';
import { PriorityBadge, TaskBadge } from './status-badge.tsx';
import { SubjectLink } from './subject-link.tsx';
import { TaskActions } from './task-actions.tsx';
import { Ago, Since } from './time.tsx';

const lifecycle = Object.keys(taskTransitions);

function TitleCell({ task }: { readonly task: Task }): VNode {
  return (
    <>
      <a href={paths.task(task.id)}>{task.title}</a>
      <div class="small text-body-secondary fw-normal">
        {task.cause === undefined ? `added by ${task.createdBy}` : 'raised by the system'}
      </div>
    </>
  );
}

function PriorityCell({ task }: { readonly task: Task }): VNode {
  const { now } = useApp();
  const { dueAt, priority } = task;
  return (
    <>
      <PriorityBadge status={priority} />
      {dueAt !== undefined && (
        <div class={`small ${isOverdue(task, now.peek()) ? 'text-danger-emphasis' : 'text-body-secondary'}`}>
          due <Ago at={dueAt} />
        </div>
      )}
    </>
  );
}

/** All that the table of tasks can show, in this order. */
export const taskColumns: readonly Column<Task>[] = [
  { key: 'title', label: 'Task', cell: (task) => <TitleCell task={task} />, sortBy: ({ title }) => title },
  {
    key: 'priority',
    label: 'Priority',
    cell: (task) => <PriorityCell task={task} />,
    sortBy: ({ priority }) => taskPriorities.indexOf(priority),
  },
  {
    key: 'about',
    label: 'About',
    cell: ({ subject }) => <SubjectLink subject={subject} />,
    sortBy: ({ subject }) => subject?.name,
  },
  {
    key: 'status',
    label: 'Status',
    cell: ({ status }) => <TaskBadge status={status} />,
    sortBy: ({ status }) => lifecycle.indexOf(status),
  },
  {
    key: 'age',
    label: 'Age',
    cell: ({ createdAt }) => <Since at={createdAt} />,
    sortBy: ({ createdAt }) => -Date.parse(createdAt),
  },
  {
    key: 'due',
    label: 'Due',
    cell: ({ dueAt }) => (dueAt === undefined ? '–' : <Ago at={dueAt} />),
    sortBy: ({ dueAt }) => (dueAt === undefined ? undefined : Date.parse(dueAt)),
    isExtra: true,
  },
  {
    key: 'assignee',
    label: 'Assignee',
    cell: ({ assignee }) => assignee?.name ?? 'Nobody',
    sortBy: ({ assignee }) => assignee?.name,
  },
  {
    key: 'department',
    label: 'Department',
    cell: ({ department }) => department ?? '–',
    sortBy: ({ department }) => department,
  },
  {
    key: 'actions',
    label: 'Actions',
    cell: (task) => <TaskActions task={task} orders={quickOrders(task)} small />,
  },
];
