import { sessionCan } from '@lcm/core/domain/session';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { whyNotRestart } from '../lib/permissions.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Of a session that is over; before that there is nothing to go on with. */
export function RestartButton({ session }: { readonly session: Session }): VNode | null {
  const { api, me, router } = useApp();
  const open = useSignal(false);
  if (!sessionCan('restart', session)) return null;
  return (
    <>
      <ActionButton
        label="Restart"
        description={`Restart: book a new session that goes on with ${session.name}`}
        whyNot={whyNotRestart(me.value, session)}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <ConfirmDialog
          title={`Go on with ${session.name}?`}
          confirmLabel="Restart"
          danger={false}
          reason="none"
          onClose={() => {
            open.value = false;
          }}
          perform={async () => {
            const fresh = await api.restartSession(session.id);
            router.go(paths.session(fresh.id));
          }}
        >
          <p class="mb-1">
            A new session of {session.definition.title} is booked for the same person, as soon as possible. Its nodes
            begin with the configurations that were kept last, if any were.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
