import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { isOwn } from '../lib/candidate.ts';
import { whyNotRename, whyNotReplace } from '../lib/permissions.ts';
import { useHeard } from '../lib/use-heard.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ExtendButton } from './extend-button.tsx';
import { HandOutButton } from './hand-out-button.tsx';
import { LaunchButton } from './launch-button.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { ResetButton } from './reset-button.tsx';
import { RestartButton } from './restart-button.tsx';
import { Field } from './task-form.tsx';
import { TerminateButton } from './terminate-button.tsx';

interface OfSession {
  readonly session: Session;
}

interface DialogProps extends OfSession {
  readonly onClose: () => void;
}

function RequeueDialog({ session, onClose }: DialogProps): VNode {
  const { api } = useApp();
  const heard = useHeard();
  const { name, placement, wanted } = session;
  return (
    <ConfirmDialog
      title={`Requeue ${name}?`}
      confirmLabel="Requeue"
      danger={false}
      perform={async (reason) => heard(await api.requeueSession(session.id, reason))}
      onClose={onClose}
    >
      <p class="mb-1">
        It gives back its place on {placement?.workerName} and is placed anew by the calendar as it is now.{' '}
        {wanted.start === undefined
          ? 'It was booked as soon as possible: its time may change.'
          : 'Its time stays what was booked.'}{' '}
        If there is no place any more, it waits.
      </p>
    </ConfirmDialog>
  );
}

function RenameDialog({ session, onClose }: DialogProps): VNode {
  const { api } = useApp();
  const heard = useHeard();
  const name = useSignal(session.name);
  const typed = name.value.trim();
  return (
    <ConfirmDialog
      title={`Rename ${session.name}`}
      confirmLabel="Rename"
      danger={false}
      reason="none"
      whyNot={typed === '' ? 'Type a name' : typed === session.name ? 'That is its name already' : undefined}
      perform={async () => heard(await api.renameSession(session.id, name.peek().trim()))}
      onClose={onClose}
    >
      <Field label="Name">
        {(id) => (
          <input
            id={id}
            class="form-control"
            maxLength={100}
            required
            value={name.value}
            onInput={({ currentTarget: { value } }) => {
              name.value = value;
            }}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}

const dialogs = { move: MoveDialog, requeue: RequeueDialog, rename: RenameDialog } as const;
const labels = { move: 'Move', requeue: 'Requeue', rename: 'Rename' } as const;
const orders = ['move', 'requeue', 'rename'] as const satisfies readonly (keyof typeof dialogs)[];

/** Coarse: a place is not begun to the second. */
function useMinute(): number {
  return Math.floor(useApp().now.value / 60_000) * 60_000;
}

/** All that can be ordered of one session; whose own it is has the first two on a card of their own. */
export function SessionOrders({ session }: OfSession): VNode {
  const { me } = useApp();
  const now = useMinute();
  const asked = useSignal<keyof typeof dialogs | undefined>(undefined);
  const Asked = asked.value && dialogs[asked.value];
  return (
    <div class="d-flex flex-wrap gap-2">
      {!isOwn(session, me.value) && (
        <>
          <LaunchButton session={session} />
          <ExtendButton session={session} />
        </>
      )}
      <ResetButton session={session} />
      <RestartButton session={session} />
      <HandOutButton session={session} />
      {orders.map((order) => (
        <ActionButton
          key={order}
          label={labels[order]}
          description={`${labels[order]}: ${session.name}`}
          whyNot={
            order === 'rename' ? whyNotRename(me.value, session) : whyNotReplace(me.value, order, { session, now })
          }
          onClick={() => {
            asked.value = order;
          }}
        />
      ))}
      <TerminateButton session={session} />
      {Asked && (
        <Asked
          session={session}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </div>
  );
}
