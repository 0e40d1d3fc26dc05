import { portProtocols } from '@lcm/core/domain/topology';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { onePortMore, type PortDraft, portDraftFaults, portsDraft } from '../lib/definition-form.ts';
import { useDefinitionOrder } from '../lib/use-definition-order.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Definition } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormField } from './form-field.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface PortsDialogProps {
  readonly definition: Definition;
  readonly onClose: () => void;
}

const mostPorts = 200;

/** The doors of each session, line by line; what is in another’s way is said where it is typed. */
export function PortsDialog({ definition, onClose }: PortsDialogProps): VNode {
  const { api } = useApp();
  const order = useDefinitionOrder();
  const draft = useSignal(portsDraft(definition));
  const { labels = [], waiting, trouble } = useLabels(definition.id);
  const faults = waiting === undefined ? portDraftFaults(draft.value, labels) : new Map<number, string>();
  return (
    <ConfirmDialog
      title={`Ports of ${definition.title}`}
      confirmLabel="Save"
      danger={false}
      whyNot={waiting ?? (faults.size > 0 ? 'Some lines are not right yet' : undefined)}
      onClose={onClose}
      perform={async (reason) => {
        const ports = { ports: [...draft.value], ...(reason.trim() !== '' && { reason: reason.trim() }) };
        await order(api.setPorts(definition.id, ports), `${definition.title} has other ports`);
      }}
    >
      <p>For what is booked from now on. Sessions that are booked keep theirs.</p>
      <TroubleNote trouble={trouble} />
      {draft.value.map((port, index) => (
        <PortLine
          key={index}
          number={index + 1}
          port={port}
          labels={labels}
          fault={faults.get(index)}
          onChange={(changes) => {
            draft.value = draft.value.map((each, at) => (at === index ? { ...each, ...changes } : each));
          }}
          onRemove={() => {
            draft.value = draft.value.filter((_, at) => at !== index);
          }}
        />
      ))}
      <p>
        <ActionButton
          small
          label="One more port"
          whyNot={waiting ?? (draft.value.length >= mostPorts ? `${mostPorts} ports are the most` : undefined)}
          onClick={() => {
            draft.value = onePortMore(draft.value, labels);
          }}
        />
      </p>
    </ConfirmDialog>
  );
}

/** Of the nodes of its lab. */
function useLabels(id: string) {
  const { api } = useApp();
  const { value, trouble } = useLoad(id, async () => api.topology(id));
  if (value === undefined) return { trouble, waiting: 'Its nodes are not known yet' };
  return { trouble, labels: value.nodes.map(({ label }) => label) };
}

interface PortLineProps {
  readonly number: number;
  readonly port: PortDraft;
  readonly labels: readonly string[];
  readonly fault: string | undefined;
  readonly onChange: (changes: Partial<PortDraft>) => void;
  readonly onRemove: () => void;
}

function PortLine({ number, port, labels, fault, onChange, onRemove }: PortLineProps): VNode {
  const nodes = labels.includes(port.label) ? labels : [port.label, ...labels];
  return (
    <fieldset class="hours-line">
      <legend class="visually-hidden">Port {number}</legend>
      <div class="row g-2 align-items-end">
        <FormField label="Name" maxLength={64} value={port.name} onInput={(name) => onChange({ name })} />
        <Choice
          label="Node"
          value={port.label}
          choices={[...new Set(nodes)]}
          onChange={(label) => onChange({ label })}
        />
        <Choice
          label="Protocol"
          value={port.protocol}
          choices={portProtocols}
          onChange={(chosen) => onChange({ protocol: portProtocols.find((each) => each === chosen) ?? port.protocol })}
        />
        <div class="col-auto ms-auto">
          <ActionButton small label="Remove" description={`Remove port ${number}`} onClick={onRemove} />
        </div>
      </div>
      <div class="small text-danger" role="status">
        {fault}
      </div>
    </fieldset>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, choices, onChange }: ChoiceProps): VNode {
  const id = useId();
  return (
    <div class="col-sm-3">
      <label class="form-label mb-1" for={id}>
        {label}
      </label>
      <select id={id} class="form-select" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </div>
  );
}
