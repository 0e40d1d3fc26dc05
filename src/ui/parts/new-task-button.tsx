import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { emptyTask, newTaskOf } from '../lib/task-form.ts';
import { ActionButton } from './action-button.tsx';
import { TaskForm } from './task-form.tsx';

export interface NewTaskButtonProps {
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly small?: boolean;
}

/** Adds a task, about the thing on whose page the button is. */
export function NewTaskButton({ subject, small = false }: NewTaskButtonProps): VNode {
  const { api, live, announce } = useApp();
  const open = useSignal(false);
  const close = (): void => {
    open.value = false;
  };
  return (
    <>
      <ActionButton
        label={small ? 'Add a task' : 'New task'}
        tone={small ? 'secondary' : 'primary'}
        small={small}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <TaskForm
          title="New task"
          confirmLabel="Add task"
          initial={emptyTask}
          onClose={close}
          perform={async (draft) => {
            const task = await api.createTask({ ...newTaskOf(draft), ...(subject && { subject }) });
            live.take('task', { id: task.id, version: task.version, view: task });
            announce(`Added ${task.title}`);
          }}
        />
      )}
    </>
  );
}
