import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotTerminate } from '../lib/permissions.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** What ending it now means, by how far it has come. */
function consequenceOf({ status }: Session): string {
  if (status === 'pending') return 'It has no place yet; nothing needs to be given back.';
  if (status === 'scheduled') return 'Its place on the worker is given back.';
  if (status === 'running' || status === 'collecting' || status === 'grading') {
    return 'The candidate is cut off. Evidence that is not collected yet is lost, and the lab is wiped and deleted.';
  }
  return 'Its lab is wiped and deleted, and its place on the worker is given back.';
}

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
          <p class="mb-1">{consequenceOf(session)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
