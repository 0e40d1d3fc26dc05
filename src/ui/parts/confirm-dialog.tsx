import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useAction } from '../lib/use-action.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { ReasonField } from './reason-field.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  readonly danger: boolean;
  /** Whether it may be left empty; none is asked for where nobody would read it. */
  readonly reason?: 'optional' | 'needed' | 'none';
  /** What is still missing for it, in words. */
  readonly whyNot?: string | undefined;
  /** What it will mean. */
  readonly children: ComponentChildren;
  readonly perform: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Says what an order means, takes a reason for the audit, and stays open with the words when it fails. */
export function ConfirmDialog(props: ConfirmDialogProps): VNode {
  const reason = useSignal('');
  const { reason: asks = 'optional' } = props;
  const action = useAction(props.perform);
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await action.run(reason.value)) props.onClose();
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        {props.children}
        {asks !== 'none' && (
          <ReasonField
            value={reason.value}
            isNeeded={asks === 'needed'}
            onInput={(text) => {
              reason.value = text;
            }}
          />
        )}
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={props.onClose} />
          <ActionButton
            label={props.confirmLabel}
            type="submit"
            tone={props.danger ? 'danger' : 'primary'}
            pending={action.pending}
            whyNot={props.whyNot}
          />
        </div>
      </form>
    </Dialog>
  );
}
