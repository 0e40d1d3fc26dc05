import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type NeedsDraft, needsDraft, needsFault, needsOf } from '../lib/definition-form.ts';
import { useDefinitionOrder } from '../lib/use-definition-order.ts';
import type { Amounts, Definition } from '../lib/views.ts';
import { CheckField } from './check-field.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormField } from './form-field.tsx';

interface NeedsDialogProps {
  readonly definition: Definition;
  /** What is offered to begin with. */
  readonly initial: Omit<Amounts, 'nodes'>;
  /** What the definitions of its nodes ask for. */
  readonly demandMiB: number;
  readonly onClose: () => void;
}

/** What sessions take from now on. */
export function NeedsDialog({ definition, initial, demandMiB, onClose }: NeedsDialogProps): VNode {
  const { api } = useApp();
  const order = useDefinitionOrder();
  const draft = useSignal<NeedsDraft>(needsDraft(initial));
  const set = (changes: Partial<NeedsDraft>): void => {
    draft.value = { ...draft.peek(), ...changes };
  };
  const { cpuCores, memoryMiB, storageGiB, allowLessMemory } = draft.value;
  return (
    <ConfirmDialog
      title={`What ${definition.title} needs`}
      confirmLabel="Save"
      danger={allowLessMemory}
      whyNot={needsFault(draft.value, demandMiB)}
      onClose={onClose}
      perform={async (reason) => {
        const needs = { ...needsOf(draft.value), ...(reason.trim() !== '' && { reason: reason.trim() }) };
        await order(api.setNeeds(definition.id, needs), `${definition.title} has other needs`);
      }}
    >
      <p>For what is booked from now on. Sessions that are booked keep theirs, and so does the calendar.</p>
      <div class="row g-2 mb-2">
        <FormField label="CPU cores" type="number" value={cpuCores} onInput={(text) => set({ cpuCores: text })} />
        <FormField label="Memory, MiB" type="number" value={memoryMiB} onInput={(text) => set({ memoryMiB: text })} />
        <FormField
          label="Storage, GiB"
          type="number"
          value={storageGiB}
          onInput={(text) => set({ storageGiB: text })}
        />
        {Number(memoryMiB) < demandMiB && (
          <CheckField
            label={`Less than the ${demandMiB} MiB of its nodes is enough: a host may get short of memory`}
            checked={allowLessMemory}
            onChange={(checked) => set({ allowLessMemory: checked })}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
