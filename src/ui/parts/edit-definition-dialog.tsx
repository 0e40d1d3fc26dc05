import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type EditDraft, editDraft, editFault, editOf } from '../lib/definition-form.ts';
import { useDefinitionOrder } from '../lib/use-definition-order.ts';
import type { Definition } from '../lib/views.ts';
import { CheckField } from './check-field.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormField } from './form-field.tsx';

interface EditProps {
  readonly definition: Definition;
  readonly onClose: () => void;
}

/** What is not content: another lab, other tasks or other rules are another version. */
export function EditDefinitionDialog({ definition, onClose }: EditProps): VNode {
  const { api } = useApp();
  const order = useDefinitionOrder();
  const draft = useSignal(editDraft(definition));
  return (
    <ConfirmDialog
      title={`Edit ${definition.title} ${definition.version}`}
      confirmLabel="Save"
      danger={false}
      whyNot={editFault(draft.value)}
      onClose={onClose}
      perform={async (reason) => {
        const changes = { ...editOf(draft.value), ...(reason.trim() !== '' && { reason: reason.trim() }) };
        await order(api.editDefinition(definition.id, changes), `${definition.title} is changed`);
      }}
    >
      <p>
        It counts for what is booked from now on. The lab, its tasks and its rules stay: others of them are another
        version.
      </p>
      <Fields draft={draft} />
    </ConfirmDialog>
  );
}

function Fields({ draft }: { readonly draft: Signal<EditDraft> }): VNode {
  const set = (changes: Partial<EditDraft>): void => {
    draft.value = { ...draft.peek(), ...changes };
  };
  const { title, summary, tags, durationMinutes, maxDurationMinutes, allowsReset } = draft.value;
  return (
    <div class="row g-2 mb-2">
      <FormField label="Title" columns={12} maxLength={200} value={title} onInput={(text) => set({ title: text })} />
      <FormField
        label="Summary"
        columns={12}
        maxLength={1000}
        value={summary}
        onInput={(text) => set({ summary: text })}
      />
      <FormField
        label="Tags"
        columns={12}
        help="Between spaces; people find it by them"
        value={tags}
        onInput={(text) => set({ tags: text })}
      />
      <FormField
        label="Minutes"
        type="number"
        columns={6}
        value={durationMinutes}
        onInput={(text) => set({ durationMinutes: text })}
      />
      <FormField
        label="At most"
        type="number"
        columns={6}
        value={maxDurationMinutes}
        onInput={(text) => set({ maxDurationMinutes: text })}
      />
      <CheckField
        label="Whoever has a session of it may reset the lab"
        checked={allowsReset}
        onChange={(checked) => set({ allowsReset: checked })}
      />
    </div>
  );
}
