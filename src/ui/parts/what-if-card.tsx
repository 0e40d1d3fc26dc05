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

function Fields({ draft, onChange }: { readonly draft: Thought; readonly onChange: (draft: Thought) => void }): VNode {
  const { live } = useApp();
  const labs = live.definitions.value.filter(({ status }) => status === 'active');
  const workers = live.workers.value.filter(({ status }) => status !== 'terminated');
  const templates = live.templates.value.filter(({ deletedAt }) => deletedAt === undefined);
  const choicesOfLabs = labs.map(({ id, title, version }) => [id, `${title} ${version}`] as const);
  return (
    <div class="row g-2 mb-3">
      <Select
        label="More sessions of"
        none="No lab"
        value={draft.definitionId}
        choices={choicesOfLabs}
        onChange={(definitionId) => onChange({ ...draft, definitionId })}
      />
      <Select
        label="Without the worker"
        none="All workers stay"
        value={draft.withoutWorker}
        choices={workers.map(({ id, name }) => [id, name])}
        onChange={(withoutWorker) => onChange({ ...draft, withoutWorker })}
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
      <Select
        label="Labs kept ready of"
        none="As many as now"
        value={draft.warmId}
        choices={choicesOfLabs}
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
    </div>
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
  return (
    <Card title="What if">
      <Fields
        draft={draft.value}
        onChange={(next) => {
          draft.value = next;
          answer.value = undefined;
        }}
      />
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
