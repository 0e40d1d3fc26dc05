import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type HostForm, handSpecOf, newHost } from '../lib/host-form.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import type { NewWorker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { HostFields } from './host-fields.tsx';
import { TemplateChoices } from './template-choices.tsx';
import { TroubleNote } from './trouble-note.tsx';

function NameField({ value, onInput }: { readonly value: string; readonly onInput: (text: string) => void }): VNode {
  return (
    <>
      <label class="form-label mt-2" for="worker-name">
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

interface Form {
  /** Empty: by hand. */
  readonly template: string;
  readonly host: HostForm;
  readonly name: string;
}

function orderOf({ template, host, name }: Form): NewWorker {
  const named = name.trim() === '' ? {} : { name: name.trim() };
  return template === '' ? { ...named, spec: handSpecOf(host) } : { ...named, template };
}

export interface NewWorkerDialogProps {
  /** Chosen at first; left out: the cheapest that is switched on. */
  readonly template?: string | undefined;
  readonly onClose: () => void;
}

/** Chooses a template by what it holds and costs, or describes a host by hand, and creates a worker of it. */
export function NewWorkerDialog({ template, onClose }: NewWorkerDialogProps): VNode {
  const { api, live, router, announce } = useApp();
  const templates = live.templates.value
    .filter(({ deletedAt }) => deletedAt === undefined)
    .toSorted((a, b) => a.spec.hourlyCostUsd - b.spec.hourlyCostUsd);
  const first = template ?? templates.find(({ enabled }) => enabled)?.name ?? '';
  const form = useSignal<Form>({ template: first, host: newHost, name: '' });
  const change = (fields: Partial<Form>): void => {
    form.value = { ...form.value, ...fields };
  };
  const action = useAction(async () => {
    const answer = await api.createWorker(orderOf(form.value));
    live.take('worker', { id: answer.id, version: answer.version, view: answer });
    announce(`Created ${answer.name}`);
    onClose();
    router.go(paths.worker(answer.id));
  });
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    void action.run(undefined);
  };
  const { template: chosen, host, name } = form.value;
  return (
    <Dialog title="New worker" onClose={onClose} wide={chosen === ''}>
      <form onSubmit={onSubmit}>
        <TemplateChoices templates={templates} chosen={chosen} onChoose={(next) => change({ template: next })} />
        {chosen === '' && <HostFields form={host} onChange={(next) => change({ host: next })} />}
        <NameField value={name} onInput={(text) => change({ name: text })} />
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton label="Create worker" type="submit" tone="primary" pending={action.pending} />
        </div>
      </form>
    </Dialog>
  );
}
