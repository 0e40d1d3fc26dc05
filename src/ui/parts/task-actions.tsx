import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { type App, useApp } from '../lib/app.ts';
import { taskDraftOf, taskUpdateOf } from '../lib/task-form.ts';
import { type TaskOrder, taskOrders, whyNotTask } from '../lib/tasks.ts';
import { useAction } from '../lib/use-action.ts';
import type { Task } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { TaskForm } from './task-form.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface TaskActionsProps {
  readonly task: Task;
  readonly orders: readonly TaskOrder[];
  readonly small?: boolean;
}

/** What needs no question: one press does it. */
const atOnce: readonly TaskOrder[] = ['take', 'done', 'reopen'];

/** What one can do about a task; what is not possible says why. */
export function TaskActions({ task, orders, small = false }: TaskActionsProps): VNode {
  const app = useApp();
  const asked = useSignal<TaskOrder | undefined>(undefined);
  const action = useAction(async (order: TaskOrder) => perform(app, order, task));
  const press = (order: TaskOrder): void => {
    if (atOnce.includes(order)) void action.run(order);
    else asked.value = order;
  };
  return (
    <div>
      <div class="d-flex flex-wrap gap-1">
        {orders.map((order) => (
          <ActionButton
            key={order}
            small={small}
            label={taskOrders[order]}
            description={`${taskOrders[order]}: ${task.title}`}
            tone={order === 'delete' ? 'danger' : 'secondary'}
            pending={action.pending}
            whyNot={whyNotTask(app.me.value, order, task)}
            onClick={() => press(order)}
          />
        ))}
      </div>
      <TroubleNote trouble={action.trouble} />
      <Asked
        task={task}
        order={asked.value}
        onClose={() => {
          asked.value = undefined;
        }}
      />
    </div>
  );
}

async function perform(app: App, order: TaskOrder, task: Task): Promise<void> {
  const { api, announce } = app;
  if (order === 'take') await take(app, task);
  else taken(app, await api.moveTask(task.id, order === 'done' ? 'done' : 'open', ''));
  announce(`${taskOrders[order]}: ${task.title}`);
}

/** Taking it is having it and being at it; whoever has it already only begins. */
async function take(app: App, { id, assignee, status }: Task): Promise<void> {
  const me = app.me.value;
  if (assignee?.id !== me.id) {
    taken(app, await app.api.handOverTask(id, { assignee: { id: me.id, name: me.name } }));
  }
  if (status === 'open') taken(app, await app.api.moveTask(id, 'in_progress', ''));
}

function taken({ live }: App, task: Task): void {
  live.take('task', { id: task.id, version: task.version, view: task });
}

interface AskedProps {
  readonly task: Task;
  readonly order: TaskOrder | undefined;
  readonly onClose: () => void;
}

function Asked({ task, order, onClose }: AskedProps): VNode | null {
  const app = useApp();
  if (order === 'handOver') return <HandOverDialog task={task} onClose={onClose} />;
  if (order === 'edit') {
    return (
      <TaskForm
        title="Edit task"
        confirmLabel="Save"
        initial={taskDraftOf(task)}
        onClose={onClose}
        perform={async (draft) => taken(app, await app.api.updateTask(task.id, taskUpdateOf(draft)))}
      />
    );
  }
  return order === 'dismiss' || order === 'delete' ? <Closing task={task} order={order} onClose={onClose} /> : null;
}

const consequences = {
  dismiss: 'It counts as settled without being done. What raised it raises it again only when it comes back.',
  delete: 'Nobody sees it any more; the audit keeps it. This cannot be undone.',
} as const;

function Closing({ task, order, onClose }: AskedProps & { readonly order: 'dismiss' | 'delete' }): VNode {
  const app = useApp();
  const { api, announce } = app;
  const label = taskOrders[order];
  return (
    <ConfirmDialog
      title={`${label} this task?`}
      confirmLabel={label}
      danger={order === 'delete'}
      reason={order === 'dismiss' ? 'needed' : 'none'}
      onClose={onClose}
      perform={async (reason) => {
        const asked = order === 'dismiss' ? api.moveTask(task.id, 'dismissed', reason) : api.deleteTask(task.id);
        taken(app, await asked);
        announce(`${label}: ${task.title}`);
      }}
    >
      <p class="mb-1">
        <strong>{task.title}</strong>
      </p>
      <p class="mb-1">{consequences[order]}</p>
    </ConfirmDialog>
  );
}
