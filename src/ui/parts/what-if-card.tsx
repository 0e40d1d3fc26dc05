import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { useAction } from '../lib/use-action.ts';
import type { WhatIfAnswer, WhatIfQuestion } from '../lib/views.ts';
import { nothingThought, type Thought, thoughtFault, whatIfOf } from '../lib/what-if.ts';
import { ActionButton } from './action-button.tsx';
import { FormField } from './form-field.tsx';
import { Card } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { WhatIfOutcome } from './what-if-outcome.tsx';

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly none: string;
  readonly choices: readonly (readonly [id: string, words: string])[];
  readonly onChange: (value: string) => void;
}

function Select({ label, value, none, choices, onChange }: SelectProps): VNode {
  return (
    <label class="col-sm-6 mb-2">
      {label}
      <select class="form-select mt-1" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{none}</option>
        {choices.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

interface FieldsProps {
  readonly draft: Thought;
  readonly onChange: (draft: Thought) => void;
}

/** What can be booked, by name. */
function useLabChoices(): SelectProps['choices'] {
  const labs = useApp().live.definitions.value.filter(({ status }) => status === 'active');
  return labs.map(({ id, title, version }) => [id, `${title} ${version}`]);
}

function SessionFields({ draft, onChange }: FieldsProps): VNode {
  return (
    <>
      <Select
        label="More sessions of"
        none="No lab"
        value={draft.definitionId}
        choices={useLabChoices()}
        onChange={(definitionId) => onChange({ ...draft, definitionId })}
      />
      <FormField
        label="Seats"
        type="number"
        columns={6}
        value={draft.seats}
        onInput={(seats) => onChange({ ...draft, seats })}
      />
      <FormField
        label="Start"
        type="datetime-local"
        columns={6}
        value={draft.start}
        help="Left empty: as soon as possible"
        onInput={(start) => onChange({ ...draft, start })}
      />
    </>
  );
}

function FleetFields({ draft, onChange }: FieldsProps): VNode {
  const { live } = useApp();
  const workers = live.workers.value.filter(({ status }) => status !== 'terminated');
  const templates = live.templates.value.filter(({ deletedAt }) => deletedAt === undefined);
  return (
    <>
      <Select
        label="Without the worker"
        none="All workers stay"
        value={draft.withoutWorker}
        choices={workers.map(({ id, name }) => [id, name])}
        onChange={(withoutWorker) => onChange({ ...draft, withoutWorker })}
      />
      <FormField
        label="Workers at most, in each region"
        type="number"
        columns={6}
        value={draft.ceiling}
        help="Left empty: as it is set"
        onInput={(ceiling) => onChange({ ...draft, ceiling })}
      />
      <Select
        label="New workers of"
        none="Any template that is enabled"
        value={draft.template}
        choices={templates.map(({ name, spec }) => [name, `${name} (${spec.instanceType})`])}
        onChange={(template) => onChange({ ...draft, template })}
      />
    </>
  );
}

function WarmFields({ draft, onChange }: FieldsProps): VNode {
  return (
    <>
      <Select
        label="Labs kept ready of"
        none="As many as now"
        value={draft.warmId}
        choices={useLabChoices()}
        onChange={(warmId) => onChange({ ...draft, warmId })}
      />
      <FormField
        label="Kept ready on each worker"
        type="number"
        columns={6}
        value={draft.depth}
        disabled={draft.warmId === ''}
        help="Of the lab beside it"
        onInput={(depth) => onChange({ ...draft, depth })}
      />
    </>
  );
}

/** Asks what a change would lead to; nothing is booked and nobody is told. */
export function WhatIfCard(): VNode {
  const { api, live } = useApp();
  const draft = useSignal(nothingThought);
  const answer = useSignal<WhatIfAnswer | undefined>(undefined);
  const action = useAction(async (question: WhatIfQuestion) => {
    answer.value = await api.whatIf(question);
  });
  const onChange = (next: Thought): void => {
    draft.value = next;
    answer.value = undefined;
  };
  return (
    <Card title="What if">
      <div class="row g-2 mb-3">
        <SessionFields draft={draft.value} onChange={onChange} />
        <FleetFields draft={draft.value} onChange={onChange} />
        <WarmFields draft={draft.value} onChange={onChange} />
      </div>
      <TroubleNote trouble={action.trouble} />
      <ActionButton
        label="Think it through"
        tone="primary"
        pending={action.pending}
        whyNot={thoughtFault(draft.value)}
        onClick={() => void action.run(whatIfOf(draft.value, live.templates.value))}
      />
      {answer.value && (
        <div aria-live="polite" class="mt-3">
          <WhatIfOutcome answer={answer.value} />
        </div>
      )}
    </Card>
  );
}
