import { DefinitionId } from '@lcm/core/domain/definition';
import { WorkerId } from '@lcm/core/domain/worker';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { fromLocalInput } from '../lib/format.ts';
import { useAction } from '../lib/use-action.ts';
import type { WhatIfAnswer, WhatIfQuestion } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { FormField } from './form-field.tsx';
import { Card } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { WhatIfOutcome } from './what-if-outcome.tsx';

interface Draft {
  readonly definitionId: string;
  readonly seats: string;
  readonly start: string;
  readonly withoutWorker: string;
  /** Of running workers in each region; empty: as it is set. */
  readonly ceiling: string;
}

const nothing: Draft = { definitionId: '', seats: '1', start: '', withoutWorker: '', ceiling: '' };

function questionOf({ definitionId, seats, start, withoutWorker, ceiling }: Draft): WhatIfQuestion {
  const at = fromLocalInput(start);
  const when = at === undefined ? {} : { start: new Date(at).toISOString() };
  return {
    bookings: DefinitionId.is(definitionId) ? [{ definitionId, seats: Number(seats), ...when }] : [],
    withoutWorkers: WorkerId.is(withoutWorker) ? [withoutWorker] : [],
    ...(ceiling !== '' && { ceilingPerRegion: Number(ceiling) }),
  };
}

function isBetween(text: string, least: number, most: number): boolean {
  const count = Number(text);
  return Number.isInteger(count) && count >= least && count <= most;
}

function faultOf({ definitionId, seats, withoutWorker, ceiling }: Draft): string | undefined {
  if (definitionId === '' && withoutWorker === '' && ceiling === '') return 'Choose a lab, a worker or a ceiling';
  if (ceiling !== '' && !isBetween(ceiling, 0, 1000)) return 'Between 0 and 1000 workers in a region';
  return isBetween(seats, 1, 200) ? undefined : 'Between 1 and 200 seats';
}

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

function Fields({ draft, onChange }: { readonly draft: Draft; readonly onChange: (draft: Draft) => void }): VNode {
  const { live } = useApp();
  const labs = live.definitions.value.filter(({ status }) => status === 'active');
  const workers = live.workers.value.filter(({ status }) => status !== 'terminated');
  return (
    <div class="row g-2 mb-3">
      <Select
        label="More sessions of"
        none="No lab"
        value={draft.definitionId}
        choices={labs.map(({ id, title, version }) => [id, `${title} ${version}`])}
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
    </div>
  );
}

/** Asks what a change would lead to; nothing is booked and nobody is told. */
export function WhatIfCard(): VNode {
  const { api } = useApp();
  const draft = useSignal(nothing);
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
        whyNot={faultOf(draft.value)}
        onClick={() => void action.run(questionOf(draft.value))}
      />
      {answer.value && (
        <div aria-live="polite" class="mt-3">
          <WhatIfOutcome answer={answer.value} />
        </div>
      )}
    </Card>
  );
}
