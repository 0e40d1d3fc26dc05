import { may } from '@lcm/core/domain/access';
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type DrainDraft, drainFault, drainOrder, emptyDrain } from '../lib/drain.ts';
import { impactOn, workerOrders } from '../lib/permissions.ts';
import { settingsNow } from '../lib/settings-draft.ts';
import type { Worker } from '../lib/views.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ForceConsequences } from './force-consequences.tsx';
import { FormField } from './form-field.tsx';

interface OfWorker {
  readonly worker: Worker;
  readonly onClose: () => void;
}

/** Asks how long sessions are waited for, and says what becomes of them then. */
export function DrainDialog({ worker, onClose }: OfWorker): VNode {
  const { api, live, announce } = useApp();
  const draft = useSignal(emptyDrain);
  const isDraining = worker.status === 'draining';
  const usual = settingsNow(live)['fleet.drainMinutes'];
  return (
    <ConfirmDialog
      title={isDraining ? `How long does ${worker.name} drain?` : `Drain ${worker.name}?`}
      confirmLabel={isDraining ? 'Change it' : 'Drain'}
      danger={draft.value.whenTimeIsUp === 'force'}
      whyNot={drainFault(draft.value, usual)}
      onClose={onClose}
      perform={async (reason) => {
        await api.drainWorker(worker.id, drainOrder(draft.value), reason);
        announce(`Drain asked for ${worker.name}`);
      }}
    >
      <p class="mb-1">{workerOrders.drain.consequence}</p>
      <p class="mb-2">{impactOn(worker)}</p>
      <DrainFields draft={draft} usual={usual} />
      {draft.value.whenTimeIsUp === 'force' && <ForceConsequences worker={worker} lead="If it were forced now:" />}
    </ConfirmDialog>
  );
}

interface DrainFieldsProps {
  readonly draft: Signal<DrainDraft>;
  readonly usual: number;
}

function DrainFields({ draft, usual }: DrainFieldsProps): VNode {
  const { me } = useApp();
  const change = (changes: Partial<DrainDraft>): void => {
    draft.value = { ...draft.peek(), ...changes };
  };
  const isForce = draft.value.whenTimeIsUp === 'force';
  return (
    <div class="row g-2 mb-2">
      <FormField
        label="Minutes"
        type="number"
        columns={12}
        value={draft.value.minutes}
        help={
          usual === 0 ? 'From now; empty: as long as it takes' : `From now; empty: ${usual}; 0: as long as it takes`
        }
        onInput={(minutes) => change({ minutes })}
      />
      <div class="col-12">
        <label>
          <input
            type="checkbox"
            class="form-check-input me-2"
            checked={isForce}
            disabled={!may(me.value, 'worker:manage')}
            onChange={() => change({ whenTimeIsUp: isForce ? 'keep-waiting' : 'force' })}
          />
          End the sessions that are still on it when the time is up
          {!may(me.value, 'worker:manage') && ' (needs the role admin)'}
        </label>
      </div>
    </div>
  );
}

/** Says who loses what before anybody does. */
export function ForceDialog({ worker, onClose }: OfWorker): VNode {
  const { api, announce } = useApp();
  return (
    <ConfirmDialog
      title={`Force the drain of ${worker.name}?`}
      confirmLabel="End what is on it"
      danger
      reason="needed"
      onClose={onClose}
      perform={async (reason) => {
        await api.forceDrain(worker.id, reason);
        announce(`The drain of ${worker.name} is forced`);
      }}
    >
      <p>It does not wait for its sessions any longer, and stops once they are collected and cleaned up.</p>
      <ForceConsequences worker={worker} lead="Now:" />
    </ConfirmDialog>
  );
}
