import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { InstanceCommand } from '../lib/api.ts';
import { useApp } from '../lib/app.ts';
import { commandsForInstance, instanceName, instanceOrders, whyNotInstance } from '../lib/instance-words.ts';
import type { FoundInstance } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Every decision one can take on an instance that was found; those that are not possible say why. */
export function InstanceActions({ found }: { readonly found: FoundInstance }): VNode {
  const { me } = useApp();
  const asked = useSignal<InstanceCommand | undefined>(undefined);
  return (
    <div class="d-flex flex-wrap gap-1">
      {commandsForInstance(found).map((command) => (
        <ActionButton
          key={command}
          small
          label={instanceOrders[command].label}
          description={`${instanceOrders[command].label} ${instanceName(found)}`}
          tone={command === 'terminate' ? 'danger' : 'secondary'}
          whyNot={whyNotInstance(me.value, command, found)}
          onClick={() => {
            asked.value = command;
          }}
        />
      ))}
      {asked.value !== undefined && (
        <ConfirmDecision
          found={found}
          command={asked.value}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </div>
  );
}

interface ConfirmDecisionProps {
  readonly found: FoundInstance;
  readonly command: InstanceCommand;
  readonly onClose: () => void;
}

function ConfirmDecision({ found, command, onClose }: ConfirmDecisionProps): VNode {
  const { api, announce } = useApp();
  const { label, consequence, danger } = instanceOrders[command];
  const name = instanceName(found);
  return (
    <ConfirmDialog
      title={`${label} ${name}?`}
      confirmLabel={label}
      danger={danger}
      reason={command === 'terminate' ? 'needed' : 'optional'}
      named={command === 'terminate' ? found.instanceId : undefined}
      onClose={onClose}
      perform={async (reason) => {
        await api.decideOnInstance(found.id, command, reason);
        announce(`${label}: ${name}`);
      }}
    >
      <p class="mb-1">{consequence}</p>
      <p class="mb-1 small text-body-secondary">
        {found.instanceId} in {found.region}: {found.suspicion?.because ?? found.reason}.
      </p>
    </ConfirmDialog>
  );
}
