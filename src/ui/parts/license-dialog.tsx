import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { impactOfDeregistration } from '../lib/license.ts';
import { useAction } from '../lib/use-action.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Dialog } from './dialog.tsx';
import { ReasonField } from './reason-field.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface LicenseDialogProps {
  readonly worker: Worker;
  readonly onClose: () => void;
}

export function DeregisterDialog({ worker, onClose }: LicenseDialogProps): VNode {
  const { api, live, announce } = useApp();
  return (
    <ConfirmDialog
      title={`Give back the licence of ${worker.name}?`}
      confirmLabel="Give back"
      danger
      onClose={onClose}
      perform={async (reason) => {
        const answer = await api.deregisterLicense(worker.id, reason);
        live.take('worker', { id: answer.id, version: answer.version, view: answer });
        announce(`The licence of ${worker.name} is given back`);
      }}
    >
      <ul class="mb-1 ps-3">
        {impactOfDeregistration(worker).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}

interface Draft {
  readonly isOwn: boolean;
  readonly token: string;
  readonly reason: string;
}

/** Registers with a token of its own or the fleet's; what is typed is sent once and shown nowhere again. */
export function RegisterDialog(props: LicenseDialogProps & { readonly reregister: boolean }): VNode {
  const { worker, reregister, onClose } = props;
  const { api, live, announce } = useApp();
  const draft = useSignal<Draft>({ isOwn: false, token: '', reason: '' });
  const action = useAction(async ({ isOwn, token, reason }: Draft) => {
    const order = { reregister, reason, ...(isOwn && { token: token.trim() }) };
    const answer = await api.registerLicense(worker.id, order);
    live.take('worker', { id: answer.id, version: answer.version, view: answer });
    announce(`Registration asked for ${worker.name}`);
    onClose();
  });
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    void action.run(draft.value);
  };
  const label = reregister ? 'Register anew' : 'Register';
  const isMissing = draft.value.isOwn && draft.value.token.trim() === '';
  return (
    <Dialog title={`${label} the licence of ${worker.name}?`} onClose={onClose}>
      <form onSubmit={onSubmit} autocomplete="off">
        <p class="mb-2">
          {reregister
            ? 'CML asks the licence server for a new registration. What runs goes on running.'
            : 'CML asks the licence server for a seat. It takes a minute or two.'}
        </p>
        <TokenChoice draft={draft} />
        <ReasonField
          value={draft.value.reason}
          onInput={(reason) => {
            draft.value = { ...draft.value, reason };
          }}
        />
        <TroubleNote trouble={action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label={label}
            type="submit"
            tone="primary"
            pending={action.pending}
            whyNot={isMissing ? 'Enter the token first' : undefined}
          />
        </div>
      </form>
    </Dialog>
  );
}

function TokenChoice({ draft }: { readonly draft: Signal<Draft> }): VNode {
  const id = useId();
  const choose = (isOwn: boolean): void => {
    draft.value = { ...draft.value, isOwn };
  };
  const { isOwn, token } = draft.value;
  return (
    <fieldset>
      <legend class="h6">Token</legend>
      <div class="form-check">
        <input
          class="form-check-input"
          type="radio"
          id={`${id}-fleet`}
          checked={!isOwn}
          onChange={() => choose(false)}
        />
        <label class="form-check-label" for={`${id}-fleet`}>
          Use the fleet’s token
        </label>
      </div>
      <div class="form-check mb-2">
        <input class="form-check-input" type="radio" id={`${id}-own`} checked={isOwn} onChange={() => choose(true)} />
        <label class="form-check-label" for={`${id}-own`}>
          Use one for this worker
        </label>
      </div>
      <label class="form-label" for={`${id}-token`}>
        Token for this worker (kept sealed, never shown again)
      </label>
      <input
        id={`${id}-token`}
        class="form-control"
        type="password"
        autocomplete="new-password"
        maxLength={256}
        disabled={!isOwn}
        value={token}
        onInput={(event) => {
          draft.value = { ...draft.value, token: event.currentTarget.value };
        }}
      />
    </fieldset>
  );
}
