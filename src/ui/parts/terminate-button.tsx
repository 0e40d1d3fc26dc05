import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotTerminate } from '../lib/permissions.ts';
import { endOf } from '../lib/session-bulk.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

export function TerminateButton({
  session,
  small = false,
}: {
  readonly session: Session;
  readonly small?: boolean;
}): VNode {
  const { api, me, announce } = useApp();
  const open = useSignal(false);
  return (
    <>
      <ActionButton
        label="Terminate"
        description={`Terminate ${session.name}`}
        tone="danger"
        small={small}
        whyNot={whyNotTerminate(me.value, session)}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <ConfirmDialog
          title={`Terminate ${session.name}?`}
          confirmLabel="Terminate"
          danger
          onClose={() => {
            open.value = false;
          }}
          perform={async (reason) => {
            await api.terminateSession(session.id, reason);
            announce(`Termination asked for ${session.name}`);
          }}
        >
          <p class="mb-1">{endOf(session)} This cannot be undone.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
