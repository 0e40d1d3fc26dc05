import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { byUrgency, tasksAbout } from '../lib/tasks.ts';
import { NewTaskButton } from './new-task-button.tsx';
import { PriorityBadge } from './status-badge.tsx';
import { Since } from './time.tsx';

export interface TasksAboutProps {
  readonly kind: 'worker' | 'session' | 'lab';
  readonly id: string;
}

/** The open tasks about a thing, and a way to add one. */
export function TasksAbout({ kind, id }: TasksAboutProps): VNode {
  const tasks = tasksAbout(useApp().live.tasks.value, id).toSorted(byUrgency);
  return (
    <section class="d-flex flex-wrap align-items-start gap-2 mb-3" aria-label="Tasks">
      {tasks.length > 0 && (
        <ul class="list-unstyled mb-0 me-auto">
          {tasks.map((task) => (
            <li key={task.id}>
              <PriorityBadge status={task.priority} /> <a href={paths.task(task.id)}>{task.title}</a>{' '}
              <span class="text-body-secondary">
                for <Since at={task.createdAt} />, {task.assignee === undefined ? 'nobody has it' : task.assignee.name}
              </span>
            </li>
          ))}
        </ul>
      )}
      <NewTaskButton small subject={{ kind, id }} />
    </section>
  );
}
