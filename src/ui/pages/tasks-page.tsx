import { taskSearch } from '@lcm/core/domain/query';
import { isOpen } from '@lcm/core/domain/task';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { byUrgency, isOverdue, quickOrders, shownTasks } from '../lib/tasks.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useFirst } from '../lib/use-first.ts';
import type { Task } from '../lib/views.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { NewTaskButton } from '../parts/new-task-button.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { ShowMore } from '../parts/show-more.tsx';
import { PriorityBadge, TaskBadge } from '../parts/status-badge.tsx';
import { SubjectLink } from '../parts/subject-link.tsx';
import { TaskActions } from '../parts/task-actions.tsx';
import { Ago, Since } from '../parts/time.tsx';

const statuses = [
  { value: '', label: 'Open' },
  { value: 'mine', label: 'Mine' },
  { value: 'nobody', label: 'Nobody’s' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
] as const;

function isChosen(task: Task, chosen: string, me: string): boolean {
  if (chosen === 'all') return true;
  if (chosen === 'closed') return !isOpen(task);
  const held = chosen === 'mine' ? task.assignee?.id === me : chosen !== 'nobody' || task.assignee === undefined;
  return isOpen(task) && held;
}

function TaskRow({ task }: { readonly task: Task }): VNode {
  const { now } = useApp();
  const { dueAt, assignee, department } = task;
  return (
    <tr>
      <th scope="row" data-label="Task">
        <a href={paths.task(task.id)}>{task.title}</a>
        <div class="small text-body-secondary fw-normal">
          {task.cause === undefined ? `added by ${task.createdBy}` : 'raised by the system'}
        </div>
      </th>
      <td data-label="Priority">
        <PriorityBadge status={task.priority} />
        {dueAt !== undefined && (
          <div class={`small ${isOverdue(task, now.peek()) ? 'text-danger-emphasis' : 'text-body-secondary'}`}>
            due <Ago at={dueAt} />
          </div>
        )}
      </td>
      <td data-label="About">
        <SubjectLink subject={task.subject} />
      </td>
      <td data-label="Status">
        <TaskBadge status={task.status} />
      </td>
      <td data-label="Age">
        <Since at={task.createdAt} />
      </td>
      <td data-label="Assignee">{assignee === undefined ? 'Nobody' : assignee.name}</td>
      <td data-label="Department">{department ?? '–'}</td>
      <td data-label="Actions">
        <TaskActions task={task} orders={quickOrders(task)} small />
      </td>
    </tr>
  );
}

function TaskTable({ tasks }: { readonly tasks: readonly Task[] }): VNode {
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Tasks</caption>
      <thead>
        <tr>
          {['Task', 'Priority', 'About', 'Status', 'Age', 'Assignee', 'Department', 'Actions'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </tbody>
    </table>
  );
}

function Nothing({ isQuiet }: { readonly isQuiet: boolean }): VNode {
  return (
    <EmptyState title={isQuiet ? 'Nothing waits for you' : 'No task matches the filter'}>
      <p>
        What the system cannot do without a person (a host that does not start, a licence that was lost, a clean-up that
        hangs) is raised here by itself, and closes by itself when it is over. Add what you want to remember.
      </p>
    </EmptyState>
  );
}

/** What needs a person: who has it, and what it is about. */
export function TasksPage(): VNode {
  const { live, settled, me, router } = useApp();
  const all = shownTasks(live.tasks.value);
  const { items, fault, status } = useFilter(all, taskSearch);
  const shown = items.filter((task) => isChosen(task, status, me.value.id)).toSorted(byUrgency);
  const first = useFirst(shown);
  const isQuiet = status === '' && !router.query.value.has('q');
  return (
    <Page title="Tasks" lead="What needs a person" actions={<NewTaskButton />}>
      <FilterBar
        label="Filter by title, assignee, what it is about"
        searchable={taskSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
      />
      {shown.length > 0 && <TaskTable tasks={first.items} />}
      <ShowMore of={first} />
      {shown.length === 0 && !settled.value && <Loading what="tasks" />}
      {shown.length === 0 && settled.value && <Nothing isQuiet={isQuiet} />}
    </Page>
  );
}
