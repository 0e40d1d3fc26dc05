import { isFinal } from '@lcm/core/domain/session';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import {
  type DefinitionCommand,
  definitionOrders,
  whyNotDefinition,
  whyNotDelete,
  whyNotEdit,
} from '../lib/definition-orders.ts';
import { plural } from '../lib/format.ts';
import { useDefinitionOrder } from '../lib/use-definition-order.ts';
import type { Definition } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EditDefinitionDialog } from './edit-definition-dialog.tsx';
import { SuggestRulesButton } from './suggest-rules-button.tsx';

interface OfDefinition {
  readonly definition: Definition;
}

/** Of the sessions that the viewer sees: authors see their own. */
function useOpenSessions(id: string): number {
  const { live } = useApp();
  return live.sessions.value.filter((session) => session.definition.id === id && !isFinal(session)).length;
}

/** Taking it out and putting it back share one place. */
function commandsFor({ status }: Definition): readonly DefinitionCommand[] {
  return [status === 'active' ? 'deactivate' : 'activate', 'deprecate', 'archive', 'delete'];
}

export function DefinitionActions({ definition }: OfDefinition): VNode {
  const { me } = useApp();
  const asked = useSignal<DefinitionCommand | 'edit' | undefined>(undefined);
  const open = useOpenSessions(definition.id);
  const close = (): void => {
    asked.value = undefined;
  };
  return (
    <div class="d-flex flex-wrap gap-1">
      <ActionButton
        label="Edit"
        whyNot={whyNotEdit(me.value, definition)}
        onClick={() => {
          asked.value = 'edit';
        }}
      />
      {commandsFor(definition).map((each) => (
        <ActionButton
          key={each}
          label={definitionOrders[each].label}
          {...(each === 'delete' && { tone: 'danger' as const })}
          whyNot={
            each === 'delete' ? whyNotDelete(me.value, definition, open) : whyNotDefinition(me.value, each, definition)
          }
          onClick={() => {
            asked.value = each;
          }}
        />
      ))}
      <SuggestRulesButton definition={definition} />
      {asked.value === 'edit' && <EditDefinitionDialog definition={definition} onClose={close} />}
      {asked.value !== undefined && asked.value !== 'edit' && (
        <ConfirmOrder definition={definition} command={asked.value} open={open} onClose={close} />
      )}
    </div>
  );
}

interface ConfirmProps extends OfDefinition {
  readonly command: DefinitionCommand;
  readonly open: number;
  readonly onClose: () => void;
}

function ConfirmOrder({ definition, command, open, onClose }: ConfirmProps): VNode {
  const { api } = useApp();
  const order = useDefinitionOrder();
  const { label, consequence, danger, to } = definitionOrders[command];
  const { id, title, version } = definition;
  return (
    <ConfirmDialog
      title={`${label} ${title} ${version}?`}
      confirmLabel={label}
      danger={danger}
      onClose={onClose}
      perform={async (reason) => {
        const asked =
          command === 'delete' ? api.deleteDefinition(id, reason) : api.commandDefinition(id, command, reason);
        await order(asked, `${title} ${version} is ${to}`);
      }}
    >
      <p class="mb-1">{consequence}</p>
      {open > 0 && command !== 'activate' && (
        <p class="mb-1">
          {plural(open, 'session')} of it that you see {open === 1 ? 'has' : 'have'} not ended.
        </p>
      )}
    </ConfirmDialog>
  );
}
