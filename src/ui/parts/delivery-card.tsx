import type { DeliveryOrderKind } from '@lcm/core/domain/session';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { deliveryOrdersFor, deliveryOrderWords, orderInWords, whyNotOrder } from '../lib/delivery.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Facts } from './facts.tsx';
import { Card } from './page.tsx';
import { Person } from './person.tsx';
import { Time } from './time.tsx';
import { Words } from './words.tsx';

/** The candidate's side: what operators want of it, and whether its system answers. */
export function DeliveryCard({ session }: { readonly session: Session }): VNode | null {
  const { delivery, deliveryAway, deliveryDue } = session;
  if ([delivery, deliveryAway, deliveryDue].every((one) => one === undefined)) return null;
  return (
    <Card title="Delivery">
      <Away session={session} />
      <Due session={session} />
      <Facts
        items={[
          ['Delivery system', delivery?.deployment],
          ['Last order', session.deliveryOrder && <LastOrder key="order" session={session} />],
        ]}
      />
      {delivery !== undefined && <Orders session={session} />}
    </Card>
  );
}

function Away({ session: { deliveryAway } }: { readonly session: Session }): VNode | null {
  if (deliveryAway === undefined) return null;
  return (
    <p class="alert alert-warning py-2 mb-2" role="status">
      Since <Time at={deliveryAway.since} />: <Words text={deliveryAway.reason} />. The lab goes on; what is ordered
      here is done as soon as it answers.
    </p>
  );
}

function Due({ session: { status, deliveryDue } }: { readonly session: Session }): VNode | null {
  if (deliveryDue === undefined || (status !== 'ready' && status !== 'running')) return null;
  return (
    <p class="mb-2">
      The lab is up since <Time at={deliveryDue.since} /> without the candidate’s side, which is made as soon as that is
      possible: <Words text={deliveryDue.reason} />.
    </p>
  );
}

function LastOrder({ session }: { readonly session: Session }): VNode | null {
  const { deliveryOrder: last } = session;
  if (last === undefined) return null;
  return (
    <span>
      {orderInWords(session)}, by <Person id={last.by} /> at <Time at={last.at} />: {last.reason}
    </span>
  );
}

function Orders({ session }: { readonly session: Session }): VNode {
  const { me, api, announce } = useApp();
  const asked = useSignal<DeliveryOrderKind | undefined>(undefined);
  const order = asked.value;
  return (
    <div class="d-flex flex-wrap gap-2">
      {deliveryOrdersFor(session).map((each) => (
        <ActionButton
          key={each}
          small
          label={deliveryOrderWords[each].label}
          description={`${deliveryOrderWords[each].label} the delivery of ${session.name}`}
          tone={deliveryOrderWords[each].danger ? 'danger' : 'secondary'}
          whyNot={whyNotOrder(me.value, each, session)}
          onClick={() => {
            asked.value = each;
          }}
        />
      ))}
      {order !== undefined && (
        <ConfirmDialog
          title={`${deliveryOrderWords[order].label} the delivery of ${session.name}?`}
          confirmLabel={deliveryOrderWords[order].label}
          danger={deliveryOrderWords[order].danger}
          onClose={() => {
            asked.value = undefined;
          }}
          perform={async (reason) => {
            await api.orderDelivery(session.id, order, reason);
            announce(`${deliveryOrderWords[order].label} ordered for ${session.name}`);
          }}
        >
          <p class="mb-1">{deliveryOrderWords[order].consequence}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
