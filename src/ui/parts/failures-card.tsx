import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { receiversFault, receiversIn } from '../lib/failure-receivers.ts';
import { plural } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Definition, DefinitionReceivers } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Card } from './page.tsx';
import { Field } from './task-form.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface OfDefinition {
  readonly definition: Definition;
}

function Told({ told: { receivers, by, settings } }: { readonly told: DefinitionReceivers }): VNode {
  if (receivers.length + settings.length === 0) return <p class="mb-0">Nobody but who booked them is told.</p>;
  return (
    <ul class="list-unstyled mb-0">
      {receivers.map((receiver) => (
        <li key={receiver} class="text-break">
          {receiver} <span class="small text-body-secondary">named by {by}</span>
        </li>
      ))}
      {settings.map((receiver) => (
        <li key={`set ${receiver}`} class="text-break">
          {receiver} <span class="small text-body-secondary">by the settings</span>
        </li>
      ))}
    </ul>
  );
}

interface DialogProps extends OfDefinition {
  readonly told: DefinitionReceivers;
  readonly onSaved: (told: DefinitionReceivers) => void;
  readonly onClose: () => void;
}

function ReceiversDialog({ definition: { id, title }, told, onSaved, onClose }: DialogProps): VNode {
  const { api, announce } = useApp();
  const text = useSignal(told.receivers.join('\n'));
  return (
    <ConfirmDialog
      title={`Who is told when sessions of ${title} fail`}
      confirmLabel="Save"
      danger={false}
      whyNot={receiversFault(text.value)}
      onClose={onClose}
      perform={async (reason) => {
        const saved = await api.setFailureReceivers(id, receiversIn(text.peek()), reason);
        announce(`Told of failures: ${plural(saved.receivers.length, 'receiver')}`);
        onSaved(saved);
      }}
    >
      <p>
        Shared mailboxes, and web addresses at hosts that the settings allow. It counts for all versions of this lab.
        Candidates do not see it.
      </p>
      <Field label="One a line">
        {(fieldId) => (
          <textarea
            id={fieldId}
            class="form-control"
            rows={4}
            value={text.value}
            onInput={({ currentTarget: { value } }) => {
              text.value = value;
            }}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}

/** Who is told when sessions of a lab fail, for who writes definitions and who operates. */
export function FailuresCard({ definition }: OfDefinition): VNode {
  const { api, me } = useApp();
  const isAsked = useSignal(false);
  const { value, trouble } = useLoad(`${definition.id} ${definition.revision}`, async () =>
    api.failureReceivers(definition.id),
  );
  const saved = useSignal<DefinitionReceivers | undefined>(undefined);
  const told = saved.value ?? value;
  return (
    <Card
      title="Told of failures"
      aside={
        <ActionButton
          small
          label="Change"
          description="Change who is told when sessions fail"
          whyNot={whyNot(me.value, 'definition:write') ?? (told === undefined ? 'Not known yet' : undefined)}
          onClick={() => {
            isAsked.value = true;
          }}
        />
      }
    >
      <TroubleNote trouble={trouble} />
      {told && <Told told={told} />}
      {isAsked.value && told && (
        <ReceiversDialog
          definition={definition}
          told={told}
          onSaved={(next) => {
            saved.value = next;
          }}
          onClose={() => {
            isAsked.value = false;
          }}
        />
      )}
    </Card>
  );
}
