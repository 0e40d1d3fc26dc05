import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotAny } from '../lib/bulk.ts';
import {
  type BulkAction,
  type BulkInput,
  bulkActions,
  bulkFaultOf,
  bulkOrders,
  consequenceOf,
  planBulk,
  sessionRunner,
  whyNotBulk,
} from '../lib/session-bulk.ts';
import type { Choice } from '../lib/use-list.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { FormField } from './form-field.tsx';
import { ReasonField } from './reason-field.tsx';
import { SessionBadge } from './status-badge.tsx';

interface Asked {
  readonly action: BulkAction;
  readonly sessions: readonly Session[];
}

/** What can be ordered of all sessions that are chosen. */
export function SessionBulk({ choice }: { readonly choice: Choice<Session> }): VNode {
  const { me, now } = useApp();
  const asked = useSignal<Asked | undefined>(undefined);
  const viewer = { actor: me.value, now: now.peek() };
  return (
    <BulkBar choice={choice} noun="session">
      {bulkActions.map((action) => (
        <ActionButton
          key={action}
          small
          label={bulkOrders[action].label}
          description={`${bulkOrders[action].label}: all chosen sessions`}
          tone={bulkOrders[action].danger ? 'danger' : 'secondary'}
          whyNot={whyNotAny(choice.rows, (session) => whyNotBulk(viewer, action, session), 'session')}
          onClick={() => {
            asked.value = { action, sessions: choice.rows };
          }}
        />
      ))}
      {asked.value && (
        <SessionBulkDialog
          {...asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </BulkBar>
  );
}

/** The same order to each of them, with what it means and what became of it. */
export function SessionBulkDialog({ action, sessions, onClose }: Asked & { readonly onClose: () => void }): VNode {
  const { api, me, now } = useApp();
  const input = useSignal<BulkInput>({ reason: '', minutes: 15 });
  const plan = useSignal(planBulk({ actor: me.peek(), now: now.peek() }, action, sessions)).value;
  const { label, danger } = bulkOrders[action];
  return (
    <BulkDialog
      label={label}
      noun="session"
      isDanger={danger}
      consequence={consequenceOf(
        action,
        plan.can.map(({ item }) => item),
      )}
      plan={plan}
      nameOf={({ name, status, ownerId }) => (
        <>
          <strong>{name}</strong> <SessionBadge status={status} /> <span class="small">of {ownerId}</span>
        </>
      )}
      fault={bulkFaultOf(action, input.value)}
      runner={sessionRunner(api, action, () => input.peek())}
      onClose={onClose}
    >
      <Fields action={action} input={input} />
    </BulkDialog>
  );
}

function Fields({ action, input }: { readonly action: BulkAction; readonly input: Signal<BulkInput> }): VNode {
  const change = (changes: Partial<BulkInput>): void => {
    input.value = { ...input.peek(), ...changes };
  };
  return (
    <>
      {action === 'extend' && (
        <div class="row g-2">
          <FormField
            label="Minutes more for each"
            type="number"
            value={Number.isNaN(input.value.minutes) ? '' : String(input.value.minutes)}
            onInput={(text) => change({ minutes: text === '' ? Number.NaN : Number(text) })}
          />
        </div>
      )}
      <ReasonField
        isNeeded={action === 'terminate'}
        value={input.value.reason}
        onInput={(reason) => change({ reason })}
      />
    </>
  );
}
