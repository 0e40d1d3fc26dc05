import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotAny } from '../lib/bulk.ts';
import { type BulkAction, bulkOrders, whyNotBulk } from '../lib/session-bulk.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { SessionBulkDialog } from './session-bulk.tsx';

const orders = ['extend', 'pause', 'resume', 'end', 'terminate'] as const satisfies readonly BulkAction[];

/** What is ordered of all seats at once: each that can take it gets it, the others are named with the reason. */
export function CohortOrders({ seats }: { readonly seats: readonly Session[] }): VNode {
  const { me, now } = useApp();
  const asked = useSignal<BulkAction | undefined>(undefined);
  const viewer = { actor: me.value, now: now.peek() };
  return (
    <div class="d-flex flex-wrap gap-1">
      {orders.map((action) => (
        <ActionButton
          key={action}
          label={`${bulkOrders[action].label} all`}
          tone={bulkOrders[action].danger ? 'danger' : 'secondary'}
          whyNot={whyNotAny(seats, (seat) => whyNotBulk(viewer, action, seat), 'seat')}
          onClick={() => {
            asked.value = action;
          }}
        />
      ))}
      {asked.value && (
        <SessionBulkDialog
          action={asked.value}
          sessions={seats}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </div>
  );
}
