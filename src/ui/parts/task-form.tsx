import { taskPriorities } from '@lcm/core/domain/task';
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { humanize } from '../lib/format.ts';
import { type TaskDraft, taskFaultOf } from '../lib/task-form.ts';
import { useAction } from '../lib/use-action.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface FieldProps {
  readonly label: string;
  readonly children: (id: string) => ComponentChildren;
}

/** A label and what it is for. */
export function Field({ label, children }: FieldProps): VNode {
  const id = useId();
  return (
    <div class="mb-3 flex-grow-1">
      <label class="form-label" for={id}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}

function TextFields({ draft }: { readonly draft: Signal<TaskDraft> }): VNode {
  const set = (changes: Partial<TaskDraft>): void => {
    draft.value = { ...draft.value, ...changes };
  };
  return (
    <>
      <Field label="What is to be done">
        {(id) => (
          <input
            id={id}
            class="form-control"
            maxLength={200}
            required
            value={draft.value.title}
            onInput={({ currentTarget: { value } }) => set({ title: value })}
          />
        )}
      </Field>
      <Field label="More about it (may stay empty)">
        {(id) => (
          <textarea
            id={id}
            class="form-control"
            rows={4}
            maxLength={4000}
            value={draft.value.description}
            onInput={({ currentTarget: { value } }) => set({ description: value })}
          />
        )}
      </Field>
    </>
  );
}

function PressFields({ draft }: { readonly draft: Signal<TaskDraft> }): VNode {
  return (
    <div class="d-flex flex-wrap gap-3">
      <Field label="Priority">
        {(id) => (
          <select
            id={id}
            class="form-select"
            value={draft.value.priority}
            onChange={({ currentTarget: { value } }) => {
              const priority = taskPriorities.find((each) => each === value) ?? 'normal';
              draft.value = { ...draft.value, priority };
            }}
          >
            {taskPriorities.map((priority) => (
              <option key={priority} value={priority}>
                {humanize(priority)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Due, in your time zone (may stay empty)">
        {(id) => (
          <input
            id={id}
            type="datetime-local"
            class="form-control"
            value={draft.value.due}
            onInput={({ currentTarget: { value } }) => {
              draft.value = { ...draft.value, due: value };
            }}
          />
        )}
      </Field>
    </div>
  );
}

export interface TaskFormProps {
  readonly title: string;
  readonly confirmLabel: string;
  readonly initial: TaskDraft;
  readonly perform: (draft: TaskDraft) => Promise<void>;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** What a task says, for a new one and for one that is there. */
export function TaskForm({ title, confirmLabel, initial, perform, onClose, children }: TaskFormProps): VNode {
  const draft = useSignal(initial);
  const action = useAction(perform);
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await action.run(draft.value)) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        {children}
        <TextFields draft={draft} />
        <PressFields draft={draft} />
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label={confirmLabel}
            type="submit"
            tone="primary"
            pending={action.pending}
            whyNot={taskFaultOf(draft.value)}
          />
        </div>
      </form>
    </Dialog>
  );
}
