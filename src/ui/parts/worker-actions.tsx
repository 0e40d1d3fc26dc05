import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { WorkerCommand } from '../lib/api.ts';
import { useApp } from '../lib/app.ts';
import { commandsFor, impactOn, whyNotWorker, workerOrders } from '../lib/permissions.ts';
import type { Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { DrainDialog } from './drain-dialogs.tsx';

export interface WorkerActionsProps {
  readonly worker: Worker;
  readonly small?: boolean;
}

/** Every order one can give a worker; those that are not possible say why. */
export function WorkerActions({ worker, small = false }: WorkerActionsProps): VNode {
  const { me, now } = useApp();
  const asked = useSignal<WorkerCommand | undefined>(undefined);
  return (
    <div class="d-flex flex-wrap gap-1">
      {commandsFor(worker).map((command) => (
        <ActionButton
          key={command}
          small={small}
          label={workerOrders[command].label}
          description={`${workerOrders[command].label} ${worker.name}`}
          tone={command === 'terminate' ? 'danger' : 'secondary'}
          whyNot={whyNotWorker(me.value, command, { worker, now: now.peek() })}
          onClick={() => {
            asked.value = command;
          }}
        />
      ))}
      {asked.value === 'drain' && (
        <DrainDialog
          worker={worker}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
      {asked.value !== undefined && asked.value !== 'drain' && (
        <ConfirmWorker
          worker={worker}
          command={asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </div>
  );
}

interface ConfirmWorkerProps {
  readonly worker: Worker;
  readonly command: WorkerCommand;
  readonly onClose: () => void;
}

function ConfirmWorker({ worker, command, onClose }: ConfirmWorkerProps): VNode {
  const { api, announce } = useApp();
  const { label, consequence, danger } = workerOrders[command];
  return (
    <ConfirmDialog
      title={`${label} ${worker.name}?`}
      confirmLabel={label}
      danger={danger}
      named={command === 'terminate' ? worker.name : undefined}
      onClose={onClose}
      perform={async (reason) => {
        await api.commandWorker(worker.id, command, reason);
        announce(`${label} asked for ${worker.name}`);
      }}
    >
      <p class="mb-1">{consequence}</p>
      <p class="mb-1">{impactOn(worker)}</p>
    </ConfirmDialog>
  );
}
