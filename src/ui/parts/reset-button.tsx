import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotReset } from '../lib/permissions.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

export function ResetButton({ session }: { readonly session: Session }): VNode {
  const { api, me, announce } = useApp();
  const open = useSignal(false);
  return (
    <>
      <ActionButton
        label="Reset"
        description={`Reset the lab of ${session.name}`}
        whyNot={whyNotReset(me.value, session)}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <ConfirmDialog
          title={`Reset the lab of ${session.name}?`}
          confirmLabel="Reset"
          danger
          onClose={() => {
            open.value = false;
          }}
          perform={async (reason) => {
            await api.resetSession(session.id, reason);
            announce(`The lab of ${session.name} is reset`);
          }}
        >
          <p class="mb-1">
            Its nodes are stopped, wiped and started with their initial configurations. What they run now is kept, but
            not put back. The time of the session goes on meanwhile.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
