import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { useAction } from '../lib/use-action.ts';
import { useKnownPeople } from '../lib/use-known-people.ts';
import type { Task } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { PersonField } from './person-field.tsx';
import { Field } from './task-form.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface TextProps {
  readonly id: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}

function Text({ id, value, onInput }: TextProps): VNode {
  return (
    <input
      id={id}
      class="form-control"
      maxLength={100}
      value={value}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  );
}

/** Gives a task to somebody, to a department, or back to nobody. */
export function HandOverDialog({ task, onClose }: { readonly task: Task; readonly onClose: () => void }): VNode {
  const { api, announce } = useApp();
  const people = useKnownPeople();
  const [person, department] = [useSignal(task.assignee?.id ?? ''), useSignal(task.department ?? '')];
  const action = useAction(async () => {
    const [id, of] = [person.value.trim(), department.value.trim()];
    const name = people.get(id);
    const assignee = id === '' ? null : { id, ...(name !== undefined && { name }) };
    await api.handOverTask(task.id, { assignee, department: of === '' ? null : of });
    announce(`Handed over: ${task.title}`);
    onClose();
  });
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    void action.run(undefined);
  };
  return (
    <Dialog title="Hand over" onClose={onClose}>
      <form onSubmit={onSubmit}>
        <p>
          <strong>{task.title}</strong>
        </p>
        <Field label="To whom, by their user id (empty: nobody)">
          {(id) => (
            <PersonField id={id} people={people} value={person.value} onInput={(text) => void (person.value = text)} />
          )}
        </Field>
        <Field label="Department: its managers see the task">
          {(id) => <Text id={id} value={department.value} onInput={(text) => void (department.value = text)} />}
        </Field>
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton label="Hand over" type="submit" tone="primary" pending={action.pending} />
        </div>
      </form>
    </Dialog>
  );
}
