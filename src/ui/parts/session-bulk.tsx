import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { oneByOne, whyNotAny } from '../lib/bulk.ts';
import { whyNotTerminate } from '../lib/permissions.ts';
import { endOfAll, terminationPlan } from '../lib/session-bulk.ts';
import type { Choice } from '../lib/use-list.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { ReasonField } from './reason-field.tsx';
import { SessionBadge } from './status-badge.tsx';

/** What can be ordered of all sessions that are chosen. */
export function SessionBulk({ choice }: { readonly choice: Choice<Session> }): VNode {
  const { me } = useApp();
  const asked = useSignal<readonly Session[] | undefined>(undefined);
  return (
    <BulkBar choice={choice} noun="session">
      <ActionButton
        small
        label="Terminate"
        description="Terminate: all chosen sessions"
        tone="danger"
        whyNot={whyNotAny(choice.rows, (session) => whyNotTerminate(me.value, session), 'session')}
        onClick={() => {
          asked.value = choice.rows;
        }}
      />
      {asked.value && (
        <TerminateDialog
          sessions={asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </BulkBar>
  );
}

interface TerminateProps {
  readonly sessions: readonly Session[];
  readonly onClose: () => void;
}

function TerminateDialog({ sessions, onClose }: TerminateProps): VNode {
  const { api, me } = useApp();
  const reason = useSignal('');
  const plan = useSignal(terminationPlan(me.peek(), sessions)).value;
  return (
    <BulkDialog
      label="Terminate"
      noun="session"
      isDanger
      consequence={endOfAll(plan.can.map(({ item }) => item))}
      plan={plan}
      nameOf={({ name, status, ownerId }) => (
        <>
          <strong>{name}</strong> <SessionBadge status={status} /> <span class="small">of {ownerId}</span>
        </>
      )}
      fault={reason.value.trim() === '' ? 'Say why: whoever works on them is cut off' : undefined}
      runner={oneByOne(async ({ id }) => api.terminateSession(id, reason.peek()))}
      onClose={onClose}
    >
      <ReasonField
        isNeeded
        value={reason.value}
        onInput={(text) => {
          reason.value = text;
        }}
      />
    </BulkDialog>
  );
}
