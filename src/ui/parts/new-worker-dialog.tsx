import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatUsd } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import type { Template } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { AmountsLine } from './amounts.tsx';
import { Dialog } from './dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface TemplateChoiceProps {
  readonly template: Template;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function TemplateChoice({ template, chosen, onChoose }: TemplateChoiceProps): VNode {
  const { spec } = template;
  const id = `template-${template.name}`;
  return (
    <div class="form-check border rounded p-2 ps-5 mb-2">
      <input
        class="form-check-input"
        type="radio"
        name="template"
        id={id}
        checked={chosen}
        disabled={!template.enabled}
        onChange={onChoose}
      />
      <label class="form-check-label w-100" for={id}>
        <span class="d-flex">
          <strong class="me-auto">{template.name}</strong>
          <span>{formatUsd(spec.hourlyCostUsd)} / h</span>
        </span>
        <span class="d-block">{template.description}</span>
        <span class="d-block small text-body-secondary">
          {spec.instanceType} in {spec.region} · <AmountsLine amounts={spec.capacity} /> · about {template.bootMinutes}{' '}
          min to start
          {template.enabled ? '' : ' · disabled'}
        </span>
      </label>
    </div>
  );
}

interface TemplateChoicesProps {
  readonly templates: readonly Template[];
  readonly chosen: Signal<string>;
}

function TemplateChoices({ templates, chosen }: TemplateChoicesProps): VNode {
  return (
    <fieldset>
      <legend class="h6">Template</legend>
      {templates.length === 0 && <p>There is no template yet.</p>}
      {templates.map((template) => (
        <TemplateChoice
          key={template.name}
          template={template}
          chosen={chosen.value === template.name}
          onChoose={() => choose(chosen, template.name)}
        />
      ))}
    </fieldset>
  );
}

function choose(chosen: Signal<string>, name: string): void {
  chosen.value = name;
}

function NameField({ value, onInput }: { readonly value: string; readonly onInput: (text: string) => void }): VNode {
  return (
    <>
      <label class="form-label" for="worker-name">
        Name (may stay empty)
      </label>
      <input
        id="worker-name"
        class="form-control"
        maxLength={64}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </>
  );
}

/** Chooses a template by what it holds and costs, and creates a worker of it. */
export function NewWorkerDialog({ onClose }: { readonly onClose: () => void }): VNode {
  const { api, live, router, announce } = useApp();
  const templates = live.templates.value.toSorted((a, b) => a.spec.hourlyCostUsd - b.spec.hourlyCostUsd);
  const chosen = useSignal(templates.find(({ enabled }) => enabled)?.name ?? '');
  const name = useSignal('');
  const action = useAction(async () => {
    const trimmed = name.value.trim();
    const answer = await api.createWorker({ template: chosen.value, ...(trimmed === '' ? {} : { name: trimmed }) });
    live.take('worker', { id: answer.id, version: answer.version, view: answer });
    announce(`Created ${answer.name}`);
    onClose();
    router.go(paths.worker(answer.id));
  });
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    void action.run(undefined);
  };
  return (
    <Dialog title="New worker" onClose={onClose}>
      <form onSubmit={onSubmit}>
        <TemplateChoices templates={templates} chosen={chosen} />
        <NameField
          value={name.value}
          onInput={(text) => {
            name.value = text;
          }}
        />
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label="Create worker"
            type="submit"
            tone="primary"
            pending={action.pending}
            whyNot={chosen.value === '' ? 'Choose a template first' : undefined}
          />
        </div>
      </form>
    </Dialog>
  );
}
