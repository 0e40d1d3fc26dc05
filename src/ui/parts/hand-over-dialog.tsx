import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { useAction } from '../lib/use-action.ts';
import type { Task } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './task-form.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** People that the screens have heard of, by id; anybody else can be typed. */
function useKnownPeople(): ReadonlyMap<string, string> {
  const { live, me } = useApp();
  const assignees = live.tasks.value.flatMap(({ assignee }) => assignee ?? []);
  const owners = live.sessions.value.map(({ ownerId }) => ({ id: ownerId, name: ownerId }));
  return new Map([...owners, ...assignees, me.value].map(({ id, name }) => [id, name]));
}

interface TextProps {
  readonly id: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly list?: string;
}

function Text({ id, value, onInput, list }: TextProps): VNode {
  return (
    <input
      id={id}
      class="form-control"
      maxLength={100}
      list={list}
      value={value}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  );
}

/** Gives a task to somebody, to a department, or back to nobody. */
export function HandOverDialog({ task, onClose }: { readonly task: Task; readonly onClose: () => void }): VNode {
  const { api, announce } = useApp();
  const people = useKnownPeople();
  const listId = useId();
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
          {(id) => <Text id={id} list={listId} value={person.value} onInput={(text) => void (person.value = text)} />}
        </Field>
        <datalist id={listId}>
          {[...people].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </datalist>
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
