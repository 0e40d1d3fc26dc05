import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useAction } from '../lib/use-action.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  readonly danger: boolean;
  /** For what is never taken back: somebody will ask why. */
  readonly needsReason?: boolean;
  /** What it will mean. */
  readonly children: ComponentChildren;
  readonly perform: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Says what an order means, takes a reason for the audit, and stays open with the words when it fails. */
export function ConfirmDialog(props: ConfirmDialogProps): VNode {
  const reason = useSignal('');
  const reasonId = useId();
  const action = useAction(props.perform);
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await action.run(reason.value)) props.onClose();
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        {props.children}
        <label class="form-label mt-2" for={reasonId}>
          Reason (for the audit log{props.needsReason === true ? '' : '; may stay empty'})
        </label>
        <input
          id={reasonId}
          class="form-control"
          maxLength={200}
          required={props.needsReason === true}
          value={reason}
          onInput={(event) => {
            reason.value = event.currentTarget.value;
          }}
        />
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={props.onClose} />
          <ActionButton
            label={props.confirmLabel}
            type="submit"
            tone={props.danger ? 'danger' : 'primary'}
            pending={action.pending}
          />
        </div>
      </form>
    </Dialog>
  );
}
