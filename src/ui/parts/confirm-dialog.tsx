import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
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
  /** What has to be typed before it can be ordered: the name of what nobody brings back. */
  readonly named?: string | undefined;
  /** What is still missing for it, in words. */
  readonly whyNot?: string | undefined;
  /** What it will mean. */
  readonly children: ComponentChildren;
  readonly perform: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

interface NameFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}

function NameField({ name, value, onInput }: NameFieldProps): VNode {
  const id = useId();
  return (
    <>
      <label class="form-label mt-2 mb-1" for={id}>
        Type <strong>{name}</strong> to confirm
      </label>
      <input
        id={id}
        class="form-control"
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </>
  );
}

/** Says what an order means, takes a reason for the audit, and stays open with the words when it fails. */
export function ConfirmDialog(props: ConfirmDialogProps): VNode {
  const reason = useSignal('');
  const typed = useSignal('');
  const { reason: asks = 'optional', named } = props;
  const isNamed = named === undefined || typed.value.trim() === named;
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
        {named !== undefined && (
          <NameField
            name={named}
            value={typed.value}
            onInput={(text) => {
              typed.value = text;
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
            whyNot={props.whyNot ?? (isNamed ? undefined : `Type ${named} first`)}
          />
        </div>
      </form>
    </Dialog>
  );
}
