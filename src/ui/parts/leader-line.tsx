import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { humanize } from '../lib/format.ts';
import { givingWayMeans, type LedController } from '../lib/leaders.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Ago } from './time.tsx';
import { Words } from './words.tsx';

/** Who leads is known to that store alone. */
export function NobodyKnowsWhoLeads({ why }: { readonly why: string }): VNode | null {
  if (why === 'ok') return null;
  return <p class="mb-0 text-danger">The coordination store cannot be read: {why}</p>;
}

interface OfController {
  readonly controller: LedController;
}

/** Who leads, since which term, who would follow, and the order to give way. */
export function LeaderLine({ controller }: OfController): VNode {
  const { leader, standBy, takesOrders } = controller;
  if (leader === undefined) return <p class="mb-0 text-danger">Nobody leads: its work waits</p>;
  const { name, token, resigning } = leader;
  return (
    <div class="d-flex flex-wrap align-items-start gap-2">
      <div class="me-auto">
        <div>
          <strong class="text-break">{name}</strong> <span class="text-body-secondary">(term {token})</span>
        </div>
        {standBy.length > 0 && <div class="small text-body-secondary text-break">Stands by: {standBy.join(', ')}</div>}
        {resigning !== undefined && (
          <div class="small">
            Asked to give way <Ago at={resigning.at} />: <Words text={resigning.reason} />
          </div>
        )}
      </div>
      {takesOrders && <GiveWay controller={controller} token={token} isAsked={resigning !== undefined} />}
    </div>
  );
}

interface GiveWayProps extends OfController {
  readonly token: number;
  readonly isAsked: boolean;
}

function GiveWay({ controller, token, isAsked }: GiveWayProps): VNode {
  const { api, me, announce } = useApp();
  const isOpen = useSignal(false);
  const what = humanize(controller.election);
  const setOpen = (open: boolean) => () => {
    isOpen.value = open;
  };
  return (
    <>
      <ActionButton
        small
        label="Give way"
        description={`Give way: ${what}`}
        pending={isAsked}
        whyNot={whyNot(me.value, 'system:manage')}
        onClick={setOpen(true)}
      />
      {isOpen.value && (
        <ConfirmDialog
          title={`Have the leader give way: ${what}`}
          confirmLabel="Give way"
          danger={false}
          perform={async (reason) => {
            await api.resignLeader(controller.election, token, reason);
            announce(`${controller.leader?.name ?? what} was asked to give way`);
          }}
          onClose={setOpen(false)}
        >
          <p>{givingWayMeans(controller)} What is under way ends first or is taken up by whoever follows.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
