import { instanceTypeOf } from '@lcm/core/domain/instance-type';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { amount, type HostForm, hostFormOf, newHost, specOf } from '../lib/host-form.ts';
import { useAction } from '../lib/use-action.ts';
import type { Template, TemplateDraft } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { FormField } from './form-field.tsx';
import { HostFields } from './host-fields.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface TemplateForm {
  readonly name: string;
  readonly description: string;
  readonly host: HostForm;
  readonly bootMinutes: string;
  readonly budget: string;
}

function formOf(template: Template | undefined): TemplateForm {
  if (template === undefined) {
    return { name: '', description: '', host: newHost, bootMinutes: bootOf(newHost), budget: '' };
  }
  const { name, description, spec, bootMinutes, monthlyBudgetUsd } = template;
  const budget = monthlyBudgetUsd === undefined ? '' : String(monthlyBudgetUsd);
  return { name, description, host: hostFormOf(spec), bootMinutes: String(bootMinutes), budget };
}

function bootOf({ instanceType }: HostForm): string {
  return String(instanceTypeOf(instanceType)?.bootMinutes ?? '');
}

function draftOf({ name, description, host, ...form }: TemplateForm, enabled: boolean): TemplateDraft {
  const draft = { name: name.trim(), description: description.trim(), enabled, spec: specOf(host) };
  return { ...draft, bootMinutes: amount(form.bootMinutes), monthlyBudgetUsd: amount(form.budget) };
}

interface FieldsProps {
  readonly form: TemplateForm;
  readonly isNew: boolean;
  readonly onChange: (form: TemplateForm) => void;
}

function Fields({ form, isNew, onChange }: FieldsProps): VNode {
  const changeHost = (host: HostForm): void => {
    const known = host.instanceType === form.host.instanceType ? '' : bootOf(host);
    onChange({ ...form, host, bootMinutes: known === '' ? form.bootMinutes : known });
  };
  return (
    <>
      <div class="row g-2 mb-3">
        <FormField
          label="Name"
          value={form.name}
          disabled={!isNew}
          required
          maxLength={50}
          onInput={(name) => onChange({ ...form, name })}
        />
        <FormField
          label="Description"
          value={form.description}
          required
          maxLength={200}
          columns={6}
          onInput={(description) => onChange({ ...form, description })}
        />
      </div>
      <HostFields form={form.host} onChange={changeHost} />
      <div class="row g-2 mt-1">
        <FormField
          label="Minutes to boot"
          type="number"
          value={form.bootMinutes}
          help="At first; real boots are shown beside it"
          onInput={(bootMinutes) => onChange({ ...form, bootMinutes })}
        />
        <FormField
          label="Budget a month, USD"
          type="number"
          value={form.budget}
          help="May stay empty. Beyond it no new worker is planned"
          onInput={(budget) => onChange({ ...form, budget })}
        />
      </div>
    </>
  );
}

/** Makes a template, or changes one: workers that were made from it stay what they are. */
export function TemplateDialog({
  template,
  onClose,
}: {
  readonly template?: Template | undefined;
  readonly onClose: () => void;
}): VNode {
  const { api, live, announce } = useApp();
  const form = useSignal(formOf(template));
  const action = useAction(async () => {
    const draft = draftOf(form.value, template?.enabled ?? true);
    const view = template === undefined ? await api.createTemplate(draft) : await api.defineTemplate(draft);
    live.take('template', { id: view.name, version: view.version, view });
    announce(`Saved template ${view.name}`);
    onClose();
  });
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    void action.run(undefined);
  };
  return (
    <Dialog title={template === undefined ? 'New template' : `Edit ${template.name}`} onClose={onClose} wide>
      <form onSubmit={onSubmit}>
        {template !== undefined && (
          <p>Workers that were made from it stay what they are; new ones follow the change.</p>
        )}
        <Fields
          form={form.value}
          isNew={template === undefined}
          onChange={(next) => {
            form.value = next;
          }}
        />
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton label="Save template" type="submit" tone="primary" pending={action.pending} />
        </div>
      </form>
    </Dialog>
  );
}
