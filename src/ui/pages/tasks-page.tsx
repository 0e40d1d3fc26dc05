import { taskSearch } from '@lcm/core/domain/query';
import { isOpen } from '@lcm/core/domain/task';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { byUrgency, shownTasks } from '../lib/tasks.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import type { Task } from '../lib/views.ts';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { NewTaskButton } from '../parts/new-task-button.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { TableTools } from '../parts/table-tools.tsx';
import { taskColumns } from '../parts/task-columns.tsx';

const statuses = [
  { value: '', label: 'Open' },
  { value: 'mine', label: 'Mine' },
  { value: 'nobody', label: 'Nobody’s' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'All' },
] as const;

const presets = [
  { name: 'Mine, the most urgent first', query: 'status=mine&sort=-priority' },
  { name: 'Late, or soon due', query: 'q=due<%2B1d&sort=due' },
  { name: 'Raised by the system', query: 'q=raised:system&sort=-age' },
] as const;

function isChosen(task: Task, chosen: string, me: string): boolean {
  if (chosen === 'all') return true;
  if (chosen === 'closed') return !isOpen(task);
  const held = chosen === 'mine' ? task.assignee?.id === me : chosen !== 'nobody' || task.assignee === undefined;
  return isOpen(task) && held;
}

function Table({ tasks }: { readonly tasks: readonly Task[] }): VNode {
  const list = useList({
    table: 'tasks',
    columns: taskColumns,
    rows: tasks,
    idOf: ({ id }) => id,
    nameOf: ({ title }) => title,
  });
  return <ListTable caption="Tasks" list={list} />;
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
  const { live, me, router } = useApp();
  const all = shownTasks(live.tasks.value);
  const { items, fault, status } = useFilter(all, taskSearch);
  const shown = items.filter((task) => isChosen(task, status, me.value.id)).toSorted(byUrgency);
  const isQuiet = status === '' && !router.query.value.has('q');
  return (
    <Page title="Tasks" lead="What needs a person" actions={<NewTaskButton />}>
      <FilteredList
        what="tasks"
        label="Filter by title, assignee, what it is about"
        searchable={taskSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={<TableTools table="tasks" path={paths.tasks()} presets={presets} columns={taskColumns} />}
        nothing={<Nothing isQuiet={isQuiet} />}
      >
        <Table tasks={shown} />
      </FilteredList>
    </Page>
  );
}
