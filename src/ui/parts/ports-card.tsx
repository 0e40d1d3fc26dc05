import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotEdit } from '../lib/definition-orders.ts';
import { useDefinitionOrder } from '../lib/use-definition-order.ts';
import type { Definition } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { DataTable } from './data-table.tsx';
import { Card } from './page.tsx';
import { PortsDialog } from './ports-dialog.tsx';

/** The doors that each session gets: those that node tags ask for, or those that an author said. */
export function PortsCard({ definition }: { readonly definition: Definition }): VNode {
  const { ports, derivedPorts } = definition;
  const words = derivedPorts === undefined ? 'as its node tags say' : 'by hand';
  return (
    <Card title={`Ports (${ports.length})`} aside={<span class="small text-body-secondary">{words}</span>}>
      {ports.length > 0 && (
        <DataTable
          caption="Ports of a session"
          rows={ports}
          idOf={({ name }) => name}
          columns={[
            { key: 'name', label: 'Port', cell: ({ name }) => name },
            { key: 'node', label: 'Node', cell: ({ label }) => label },
            { key: 'protocol', label: 'Protocol', cell: ({ protocol }) => protocol },
          ]}
        />
      )}
      {ports.length === 0 && <p class="text-body-secondary">No node of it can be reached.</p>}
      <PortsActions definition={definition} />
    </Card>
  );
}

function PortsActions({ definition }: { readonly definition: Definition }): VNode {
  const { api, me } = useApp();
  const order = useDefinitionOrder();
  const asked = useSignal<'edit' | 'reset' | undefined>(undefined);
  const whyNot = whyNotEdit(me.value, definition);
  const asDerived = definition.derivedPorts === undefined ? 'They are as its node tags say' : undefined;
  const close = (): void => {
    asked.value = undefined;
  };
  return (
    <div class="d-flex flex-wrap gap-1">
      <ActionButton
        small
        label="Change ports…"
        whyNot={whyNot}
        onClick={() => {
          asked.value = 'edit';
        }}
      />
      <ActionButton
        small
        label="Back to tags…"
        whyNot={whyNot ?? asDerived}
        onClick={() => {
          asked.value = 'reset';
        }}
      />
      {asked.value === 'edit' && <PortsDialog definition={definition} onClose={close} />}
      {asked.value === 'reset' && (
        <ConfirmDialog
          title={`Ports of ${definition.title} as its node tags say?`}
          confirmLabel="Back to tags"
          danger={false}
          onClose={close}
          perform={async (reason) => order(api.resetPorts(definition.id, reason), 'Its ports are those of its tags')}
        >
          <p class="mb-1">For what is booked from now on. Sessions that are booked keep theirs.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
