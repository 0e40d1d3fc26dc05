import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { labLevelWords } from '../lib/lab-people.ts';
import { labTitle } from '../lib/lab-words.ts';
import { useKnownPeople } from '../lib/use-known-people.ts';
import type { LabLevel, LabRecord } from '../lib/views.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { PersonField } from './person-field.tsx';
import { Field } from './task-form.tsx';

export interface AssignLabDialogProps {
  readonly lab: LabRecord;
  readonly onClose: () => void;
}

const levels = ['view', 'operate'] as const satisfies readonly LabLevel[];

function LevelChoice({ level }: { readonly level: Signal<LabLevel> }): VNode {
  return (
    <fieldset class="mb-2">
      <legend class="form-label fs-6">What for</legend>
      {levels.map((each) => (
        <label key={each} class="form-check">
          <input
            type="radio"
            name="level"
            class="form-check-input"
            checked={level.value === each}
            onChange={() => {
              level.value = each;
            }}
          />
          <span class="form-check-label">{labLevelWords[each].choice}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Gives a lab to somebody, or to whoever has it at another level. */
export function AssignLabDialog({ lab, onClose }: AssignLabDialogProps): VNode {
  const { api, live, announce } = useApp();
  const people = useKnownPeople();
  const [person, level] = [useSignal(''), useSignal<LabLevel>('view')];
  return (
    <ConfirmDialog
      title={`Assign ${labTitle(lab)}`}
      confirmLabel="Assign"
      danger={false}
      reason="needed"
      onClose={onClose}
      perform={async (reason) => {
        const personId = person.value.trim();
        const personName = people.get(personId);
        const to = { personId, level: level.value, reason, ...(personName !== undefined && { personName }) };
        const view = await api.assignLab(lab.id, to);
        live.take('lab', { id: view.id, version: view.version, view });
        announce(`${labTitle(lab)} is assigned to ${personName ?? personId}`);
      }}
    >
      <Field label="To whom, by their user id">
        {(id) => (
          <PersonField
            id={id}
            people={people}
            required
            value={person.value}
            onInput={(text) => void (person.value = text)}
          />
        )}
      </Field>
      <LevelChoice level={level} />
    </ConfirmDialog>
  );
}
