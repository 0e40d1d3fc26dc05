import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatTime } from '../lib/format.ts';
import {
  emptyMaintenance,
  freeFrom,
  type MaintenanceDraft,
  maintenanceFault,
  maintenanceOf,
  movedTo,
  sessionsInTheWay,
} from '../lib/maintenance-form.ts';
import { paths } from '../lib/paths.ts';
import type { Trouble } from '../lib/problem.ts';
import { useAction } from '../lib/use-action.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { FormField } from './form-field.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface MaintenanceDialogProps {
  readonly worker: Worker;
  readonly onClose: () => void;
}

/** Takes a time off the worker’s calendar; where sessions are in the way it says which, and when it would be free. */
export function MaintenanceDialog({ worker, onClose }: MaintenanceDialogProps): VNode {
  const { api, now, announce } = useApp();
  const draft = useSignal<MaintenanceDraft>(emptyMaintenance(now.peek()));
  const plan = useAction(async (wanted: MaintenanceDraft) => {
    await api.planMaintenance(worker.id, maintenanceOf(wanted));
    announce(`Maintenance of ${worker.name} is planned`);
  });
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (maintenanceFault(draft.value, now.peek()) !== undefined) return;
    if (await plan.run(draft.value)) onClose();
  };
  return (
    <Dialog title={`Maintenance of ${worker.name}`} onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <p>No session is placed on it in this time. Those that have a place already are not moved.</p>
        <Fields draft={draft} />
        <TroubleNote trouble={plan.trouble} />
        <InTheWay
          trouble={plan.trouble}
          onMove={(at) => {
            draft.value = movedTo(draft.peek(), at);
            plan.forget();
          }}
        />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label="Plan it"
            type="submit"
            tone="primary"
            pending={plan.pending}
            whyNot={maintenanceFault(draft.value, now.value)}
          />
        </div>
      </form>
    </Dialog>
  );
}

function Fields({ draft }: { readonly draft: Signal<MaintenanceDraft> }): VNode {
  const change = (changes: Partial<MaintenanceDraft>): void => {
    draft.value = { ...draft.peek(), ...changes };
  };
  const { from, until, keepsUp, reason } = draft.value;
  return (
    <div class="row g-2">
      <FormField
        label="From"
        type="datetime-local"
        columns={6}
        value={from}
        onInput={(text) => change({ from: text })}
      />
      <FormField
        label="Until"
        type="datetime-local"
        columns={6}
        value={until}
        onInput={(text) => change({ until: text })}
      />
      <FormField
        label="What for"
        columns={12}
        maxLength={200}
        value={reason}
        onInput={(text) => change({ reason: text })}
      />
      <div class="col-12">
        <label>
          <input
            type="checkbox"
            class="form-check-input me-2"
            checked={keepsUp}
            onChange={() => change({ keepsUp: !keepsUp })}
          />
          Its host is kept up meanwhile, and started for it
        </label>
      </div>
    </div>
  );
}

function InTheWay({
  trouble,
  onMove,
}: {
  readonly trouble: Trouble | undefined;
  readonly onMove: (at: number) => void;
}): VNode | null {
  const { live, now } = useApp();
  const at = freeFrom(trouble);
  const sessions = sessionsInTheWay(trouble).map((id) => live.find('session', id) ?? { id, name: id });
  if (at === undefined && sessions.length === 0) return null;
  return (
    <>
      {sessions.length > 0 && (
        <ul class="mb-2">
          {sessions.map(({ id, name }) => (
            <li key={id}>
              <a href={paths.session(id)}>{name}</a>
            </li>
          ))}
        </ul>
      )}
      {at !== undefined && (
        <ActionButton small label={`Take ${formatTime(at, now.peek())} instead`} onClick={() => onMove(at)} />
      )}
    </>
  );
}
