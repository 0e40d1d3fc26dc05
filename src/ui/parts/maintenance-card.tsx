import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotMaintain } from '../lib/maintenance-form.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { MaintenanceDialog } from './maintenance-dialog.tsx';
import { Card } from './page.tsx';
import { Badge } from './status-badge.tsx';
import { Time } from './time.tsx';

type MaintenanceWindow = NonNullable<Worker['maintenance']>[number];

/** When the worker belongs to its operators, and the orders about that. */
export function MaintenanceCard({ worker }: { readonly worker: Worker }): VNode {
  const { me, now } = useApp();
  const asked = useSignal(false);
  const windows = (worker.maintenance ?? []).filter(({ until }) => Date.parse(until) > now.value);
  return (
    <Card
      title="Maintenance"
      aside={
        <ActionButton
          small
          label="Plan"
          description={`Plan maintenance of ${worker.name}`}
          whyNot={whyNotMaintain(me.value, worker)}
          onClick={() => {
            asked.value = true;
          }}
        />
      }
    >
      {windows.length === 0 && <p class="mb-0">None is planned. No session is placed on it during maintenance.</p>}
      <ul class="list-unstyled mb-0">
        {windows.map((window) => (
          <WindowLine key={window.id} worker={worker} window={window} />
        ))}
      </ul>
      {asked.value && (
        <MaintenanceDialog
          worker={worker}
          onClose={() => {
            asked.value = false;
          }}
        />
      )}
    </Card>
  );
}

function WindowLine({ worker, window }: { readonly worker: Worker; readonly window: MaintenanceWindow }): VNode {
  const { me, now } = useApp();
  const asked = useSignal(false);
  const isNow = Date.parse(window.from) <= now.value;
  return (
    <li class="d-flex gap-2 align-items-start mb-2">
      <div class="me-auto">
        {isNow && <Badge tone="warn" text="now" />} <Time at={window.from} /> to <Time at={window.until} />:{' '}
        {window.reason}
        <div class="small text-body-secondary">
          {window.keepsUp ? 'Its host is kept up meanwhile' : 'Its host need not run meanwhile'} · planned by{' '}
          {window.by}
        </div>
      </div>
      <ActionButton
        small
        label={isNow ? 'End' : 'Cancel'}
        description={`${isNow ? 'End' : 'Cancel'} the maintenance ${window.reason}`}
        whyNot={whyNotMaintain(me.value, worker)}
        onClick={() => {
          asked.value = true;
        }}
      />
      {asked.value && (
        <ConfirmCancel
          worker={worker}
          window={window}
          onClose={() => {
            asked.value = false;
          }}
        />
      )}
    </li>
  );
}

interface ConfirmCancelProps {
  readonly worker: Worker;
  readonly window: MaintenanceWindow;
  readonly onClose: () => void;
}

function ConfirmCancel({ worker, window, onClose }: ConfirmCancelProps): VNode {
  const { api, announce } = useApp();
  return (
    <ConfirmDialog
      title={`Give ${worker.name} back?`}
      confirmLabel="Give it back"
      danger={false}
      onClose={onClose}
      perform={async (reason) => {
        await api.cancelMaintenance(worker.id, window.id, reason);
        announce(`${worker.name} takes sessions in that time again`);
      }}
    >
      <p class="mb-1">Sessions may be placed on it in this time from now on.</p>
    </ConfirmDialog>
  );
}
