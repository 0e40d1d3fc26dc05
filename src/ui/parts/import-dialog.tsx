import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { faultOfImport, type ImportDraft, importOrderOf, importWays } from '../lib/import-draft.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import type { ImportedInstance } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface FieldsProps {
  readonly draft: ImportDraft;
  readonly onChange: (draft: ImportDraft) => void;
}

const ways = ['instanceId', 'imageId', 'imageName'] as const;

function WhatFields({ draft, onChange }: FieldsProps): VNode {
  const { label, example } = importWays[draft.by];
  return (
    <fieldset class="mb-2">
      <legend class="h6">What to import</legend>
      <div class="d-flex flex-wrap gap-3 mb-2">
        {ways.map((by) => (
          <div class="form-check" key={by}>
            <input
              class="form-check-input"
              type="radio"
              name="import-by"
              id={`import-by-${by}`}
              checked={draft.by === by}
              onChange={() => onChange({ ...draft, by })}
            />
            <label class="form-check-label" for={`import-by-${by}`}>
              {importWays[by].label}
            </label>
          </div>
        ))}
      </div>
      <input
        class="form-control"
        aria-label={label}
        placeholder={example}
        spellcheck={false}
        value={draft.what}
        onInput={(event) => onChange({ ...draft, what: event.currentTarget.value })}
      />
    </fieldset>
  );
}

function AllField({ draft, onChange }: FieldsProps): VNode | null {
  if (draft.by === 'instanceId') return null;
  return (
    <div class="form-check mb-2">
      <input
        class="form-check-input"
        type="checkbox"
        id="import-all"
        checked={draft.all}
        onChange={(event) => onChange({ ...draft, all: event.currentTarget.checked })}
      />
      <label class="form-check-label" for="import-all">
        All that match (without this, more than one is refused)
      </label>
    </div>
  );
}

function PlaceFields({ draft, onChange }: FieldsProps): VNode {
  const { live } = useApp();
  return (
    <div class="row g-2 mb-2">
      <div class="col-sm-6">
        <label class="form-label" for="import-region">
          Region
        </label>
        <input
          id="import-region"
          class="form-control"
          value={draft.region}
          onInput={(event) => onChange({ ...draft, region: event.currentTarget.value })}
        />
      </div>
      <div class="col-sm-6">
        <label class="form-label" for="import-template">
          Template
        </label>
        <select
          id="import-template"
          class="form-select"
          value={draft.template}
          onChange={(event) => onChange({ ...draft, template: event.currentTarget.value })}
        >
          <option value="">By its instance type</option>
          {live.templates.value.map(({ name, spec }) => (
            <option key={name} value={name}>
              {name} ({spec.instanceType})
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function Outcome({ items }: { readonly items: readonly ImportedInstance[] }): VNode {
  return (
    <ul class="list-unstyled" role="status">
      {items.map(({ foundId, instanceId, outcome, workerId, message }) => (
        <li key={foundId} class={outcome === 'refused' ? 'text-danger-emphasis' : undefined}>
          <code>{instanceId}</code> {message} {workerId !== undefined && <a href={paths.worker(workerId)}>Show it</a>}
        </li>
      ))}
    </ul>
  );
}

/** Makes workers of instances that are there already: one by its id, or those of an image. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): VNode {
  const { api, live, announce } = useApp();
  const [template] = live.templates.value;
  const region = template?.spec.region ?? 'us-east-1';
  const draft = useSignal<ImportDraft>({ by: 'instanceId', what: '', region, template: '', all: false });
  const imported = useSignal<readonly ImportedInstance[] | undefined>(undefined);
  const action = useAction(async () => {
    imported.value = await api.importWorkers(importOrderOf(draft.value));
    announce('Imported');
  });
  if (imported.value !== undefined) {
    return (
      <Dialog title="Import workers" onClose={onClose}>
        <Outcome items={imported.value} />
        <div class="d-flex justify-content-end mt-3">
          <ActionButton label="Close" onClick={onClose} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Import workers" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(undefined);
        }}
      >
        <ImportFields draft={draft} />
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label="Import"
            type="submit"
            tone="primary"
            pending={action.pending}
            whyNot={faultOfImport(draft.value)}
          />
        </div>
      </form>
    </Dialog>
  );
}

function ImportFields({ draft }: { readonly draft: Signal<ImportDraft> }): VNode {
  const onChange = (next: ImportDraft): void => {
    draft.value = next;
  };
  return (
    <>
      <p class="small text-body-secondary">
        The instances go on as they are. Each becomes a worker that takes sessions, is licensed and tagged, and is
        stopped when nobody uses it.
      </p>
      <WhatFields draft={draft.value} onChange={onChange} />
      <AllField draft={draft.value} onChange={onChange} />
      <PlaceFields draft={draft.value} onChange={onChange} />
    </>
  );
}
